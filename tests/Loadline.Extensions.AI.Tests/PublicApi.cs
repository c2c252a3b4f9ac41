using System.Reflection;
using System.Text;

namespace Loadline.Extensions.AI.Tests;

/// <summary>The public surface of an assembly as text, a line a member, in an order of its own.</summary>
internal static class PublicApi
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What the compiler writes for records and what every object has says nothing.
    private static readonly HashSet<string> Left =
        ["Equals", "GetHashCode", "ToString", "op_Equality", "op_Inequality", "<Clone>$", "PrintMembers", "Deconstruct", "get_EqualityContract", "EqualityContract", "Finalize"];

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type, full: true)).Append(Bases(type)).Append('\n');
            var lines = type.IsEnum
                ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name + " = " + Convert.ToInt64(field.GetRawConstantValue(), null))
                : type.GetMembers(Members).Where(IsPublic).Where(member => !Left.Contains(member.Name)).Select(Line).OfType<string>();
            foreach (var line in lines.Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) && parent != typeof(MulticastDelegate)
            ? " : " + Name(parent) : "";

    private static bool IsPublic(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => IsPublic(property.GetMethod ?? property.SetMethod!),
        _ => false,
    };

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => "ctor(" + Parameters(constructor) + ")",
        MethodInfo { IsSpecialName: true } => null,
        MethodInfo method => (method.IsStatic ? "static " : "") + Name(method.ReturnType) + " " + method.Name
            + (method.IsGenericMethod ? "<" + string.Join(", ", method.GetGenericArguments().Select(one => one.Name)) + ">" : "") + "(" + Parameters(method) + ")",
        PropertyInfo property => (property.GetMethod?.IsStatic == true ? "static " : "") + Name(property.PropertyType) + " " + property.Name + " {"
            + (property.GetMethod is { } get && IsPublic(get) ? " get;" : "")
            + (property.SetMethod is { } set && IsPublic(set) ? IsInit(set) ? " init;" : " set;" : "") + " }",
        FieldInfo field => (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + Name(field.FieldType) + " " + field.Name,
        _ => null,
    };

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Any(one => one.Name == "IsExternalInit");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "") + Name(parameter.ParameterType) + " " + parameter.Name
        + (parameter.HasDefaultValue ? " = " + (parameter.DefaultValue ?? "null") : "")));

    private static string Name(Type type, bool full = false)
    {
        if (type.IsByRef || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        }

        var name = type.IsGenericParameter || !full ? type.Name : type.FullName!;
        name = name.Split('`')[0];
        return type.IsGenericType ? name + "<" + string.Join(", ", type.GetGenericArguments().Select(one => Name(one))) + ">" : name;
    }
}
