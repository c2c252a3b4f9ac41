using System.Security.Cryptography;
using System.Text;

namespace Loadline.Wire.Conversion;

/// <summary>Makes tool-call ids that callers echo valid at an upstream, by the id alone: call and result always get the same.</summary>
/// <remarks>
/// A valid id stays as it is. Otherwise it is spelt <c>llx</c> + letters and digits as they are, any other byte as <c>_</c> and two hex
/// digits (<see cref="Restore"/> undoes that). What is too long for it becomes <c>llh</c> or nothing + a hash.
/// </remarks>
public static class ToolIds
{
    private const string EscapedPrefix = "llx";
    private const string HashedPrefix = "llh";
    private const string Alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The id to send upstream.</summary>
    public static string For(string id, ToolIdRule rule)
    {
        if (IsValid(id, rule))
        {
            return id;
        }

        if (rule.ExactLength)
        {
            return Hash(id, rule.MaxLength);
        }

        var escaped = Escape(id, rule);
        return escaped.Length <= rule.MaxLength ? escaped : HashedPrefix + Hash(id, 24);
    }

    /// <summary>The id that <see cref="For"/> escaped; others as they are.</summary>
    public static string Restore(string id)
    {
        if (!id.StartsWith(EscapedPrefix, StringComparison.Ordinal))
        {
            return id;
        }

        var bytes = new List<byte>(id.Length);
        for (var i = EscapedPrefix.Length; i < id.Length; i++)
        {
            if (id[i] == '_' && i + 2 < id.Length && byte.TryParse(id.AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)id[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsValid(string id, ToolIdRule rule)
    {
        if (id.Length == 0 || id.Length > rule.MaxLength || (rule.ExactLength && id.Length != rule.MaxLength)
            || id.StartsWith(EscapedPrefix, StringComparison.Ordinal) || id.StartsWith(HashedPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !rule.Punctuation.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string Escape(string id, ToolIdRule rule)
    {
        var text = new StringBuilder(EscapedPrefix, rule.MaxLength + 8);
        foreach (var value in Encoding.UTF8.GetBytes(id))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value == (byte)'-')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('_').Append(value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            }

            if (text.Length > rule.MaxLength)
            {
                break;
            }
        }

        return text.ToString();
    }

    private static string Hash(string id, int length)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return string.Create(length, hash, static (text, hash) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphanumeric[hash[i] % Alphanumeric.Length];
            }
        });
    }
}
