namespace Loadline.Learning.Training;

/// <summary>What the text's raw qualities are fitted to: each row's own grades, drawn towards its task's.</summary>
/// <remarks>
/// A single grade is mostly noise, the mean of a task far less; what a text says about its task is learned better from the mean. The share
/// left to the row's own grade keeps what differs within tasks.
/// </remarks>
internal static class HeadTargets
{
    // Rows of a task at which its own mean is believed as much as the mean of all.
    private const float Prior = 20;

    private const float TaskShare = 0.5f;

    public static float[] Of(int[] rows, int[] labels, int tasks, float[] qualities, int models)
    {
        var means = Means(rows, labels, tasks, qualities, models);
        var targets = new float[rows.Length * models];
        for (var i = 0; i < rows.Length; i++)
        {
            var label = labels[rows[i]];
            for (var m = 0; m < models; m++)
            {
                var own = qualities[(rows[i] * models) + m];
                targets[(i * models) + m] = label < 0 ? own : (TaskShare * means[(label * models) + m]) + ((1 - TaskShare) * own);
            }
        }

        return targets;
    }

    private static float[] Means(int[] rows, int[] labels, int tasks, float[] qualities, int models)
    {
        var all = new float[models];
        var sums = new float[tasks * models];
        var counts = new float[tasks];
        foreach (var row in rows)
        {
            var label = labels[row];
            for (var m = 0; m < models; m++)
            {
                all[m] += qualities[(row * models) + m] / rows.Length;
                if (label >= 0)
                {
                    sums[(label * models) + m] += qualities[(row * models) + m];
                }
            }

            if (label >= 0)
            {
                counts[label]++;
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = (sums[i] + (Prior * all[i % models])) / (counts[i / models] + Prior);
        }

        return sums;
    }
}
