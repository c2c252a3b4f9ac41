using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Reports;

public static class EvalHtml
{
    public static string Write(EvalReport report) => "";
}
