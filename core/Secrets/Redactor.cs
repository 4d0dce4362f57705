using System.Text;
using System.Text.RegularExpressions;

namespace PowerTrader.Core.Secrets;

/// <summary>
/// Takes secrets out of texts that leave the program or are stored for people: values it was told of, in every spelling a request or JSON gives
/// them, and whatever has the form of a key, a signature or an account number. Thread-safe.
/// </summary>
public sealed partial class Redactor
{
    public const string Hidden = "(hidden)";

    /// <summary>Shorter values are not looked for: they would blank out ordinary words.</summary>
    public const int ShortestValue = 6;

    private readonly Lock gate = new();
    private volatile string[] known = [];
    private volatile string[] permitted = [];

    /// <summary>From now on the value is hidden wherever it stands.</summary>
    public void Learn(string? value)
    {
        if (value is null || value.Length < ShortestValue) return;
        lock (gate)
        {
            // The longest first: one value may hold another.
            known = [.. known.Concat(SpellingsOf(value)).Distinct(StringComparer.Ordinal).OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal)];
        }
    }

    /// <summary>Though it looks like a secret, it is none and may be shown: a public key.</summary>
    public void Permit(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        lock (gate) permitted = [.. permitted, value];
    }

    /// <summary>The text without secrets; the very same where it holds none.</summary>
    public string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var value in known) text = text.Replace(value, Hidden, StringComparison.Ordinal);
        return Forms(text);
    }

    /// <summary>Whether it holds anything that <see cref="Clean"/> would hide.</summary>
    public bool Finds(string text) => !ReferenceEquals(Clean(text), text);

    private string Forms(string text)
    {
        if (text.Length < ShortestValue) return text;
        text = Replaced(ApiKeyForm(), text, _ => Hidden);
        text = Replaced(LabelledForm(), text, match => match.Groups["label"].Value + Hidden);
        text = Replaced(PemForm(), text, _ => Hidden);
        return Replaced(Base64Form(), text, match => permitted.Contains(match.Value, StringComparer.Ordinal) ? match.Value : Hidden);
    }

    private static string Replaced(Regex form, string text, MatchEvaluator evaluator)
    {
        if (!form.IsMatch(text)) return text;
        var cleaned = form.Replace(text, evaluator);
        return string.Equals(cleaned, text, StringComparison.Ordinal) ? text : cleaned;
    }

    private static IEnumerable<string> SpellingsOf(string value)
    {
        yield return value;
        yield return Uri.EscapeDataString(value);
        yield return System.Text.Json.JsonEncodedText.Encode(value).Value;
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Of Robinhood.</summary>
    [GeneratedRegex("rh-api-[0-9A-Za-z-]{8,}")]
    private static partial Regex ApiKeyForm();

    /// <summary>Headers, parameters and fields that carry a key, a signature, a passphrase or an account number, with what follows them.</summary>
    [GeneratedRegex("""(?<label>\b(?:kc-api-(?:key|sign|passphrase)|x-api-key|x-signature|api[_-]?(?:key|secret)|passphrase|private[_-]?key|account_number)["']?\s*[:=]\s*["']?)(?!\(hidden\))[^\s"'&,;}]{4,}""", RegexOptions.IgnoreCase)]
    private static partial Regex LabelledForm();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline)]
    private static partial Regex PemForm();

    /// <summary>Base64 of 32 bytes (seeds, HMAC signatures) and of 64 (Ed25519 signatures, old seeds), plain or escaped in an address.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])")]
    private static partial Regex Base64Form();
}
