using PowerTrader.Adapters.Secrets;
using PowerTrader.Core.Secrets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Keys;

/// <summary>Keys that a script gives: by standard input as lines <c>name=value</c>, or by the environment. A fault names the field, never the value.</summary>
internal static class KeyAnswers
{
    private const int MostLines = 100;

    /// <summary>By the name of the field.</summary>
    /// <exception cref="UsageException">A line is none, or names no field.</exception>
    public static IReadOnlyDictionary<string, string> FromInput(TextReader input, IReadOnlyList<KeyField> fields)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = new List<string>();
        var names = string.Join(", ", fields.Select(field => field.Name));
        for (var number = 1; number <= MostLines && input.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var at = line.IndexOf('=', StringComparison.Ordinal);
            var field = at < 0 ? null : fields.FirstOrDefault(field => field.Name == line[..at].Trim());
            if (field is null) faults.Add($"standard input line {number} must be name=value with a name of {names}; for example '{fields[^1].Name}=…'");
            else if (!given.TryAdd(field.Name, line[(at + 1)..].Trim())) faults.Add($"standard input line {number} gives {field.Name} a second time; give it once");
        }
        return faults.Count == 0 ? given : throw new UsageException(faults);
    }

    /// <summary>By the name of the field: what the environment has of them.</summary>
    public static IReadOnlyDictionary<string, string> FromEnvironment(Func<string, string?> read, IReadOnlyList<KeyField> fields)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (read(field.Variable)?.Trim() is { Length: > 0 } value) given[field.Name] = value;
        }
        return given;
    }

    /// <summary>The answers by the names of the secrets, each by its rule and with its default.</summary>
    /// <param name="kept">What need not be given, because it is stored already: a pair that waits for its API key.</param>
    /// <exception cref="UsageException">Something is missing or unsound.</exception>
    public static Dictionary<string, Sensitive> Check(string venue, IReadOnlyList<KeyField> fields, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, Sensitive> kept)
    {
        var faults = new List<string>();
        var values = new Dictionary<string, Sensitive>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (!given.TryGetValue(field.Name, out var text))
            {
                if (kept.TryGetValue(field.Secret, out var waiting)) values[field.Secret] = waiting;
                else if (field.Default is { } fallback) values[field.Secret] = new Sensitive(fallback);
                else faults.Add(Missing(venue, field));
                continue;
            }
            if (field.Fault(text) is { } fault) faults.Add($"{field.Name} {fault}");
            else values[field.Secret] = field.Secret == VenueSecrets.RobinhoodPrivateKey ? Ed25519Keys.ParseSeed(text)! : new Sensitive(text);
        }
        return faults.Count == 0 ? values : throw new UsageException(faults);
    }

    private static string Missing(string venue, KeyField field) =>
        $"{field.Name} is missing: run 'powertrader keys set {venue}' at a terminal to be asked for it, or give it by the variable {field.Variable} or, with --stdin, as a line '{field.Name}=…'"
        + (field.Secret == VenueSecrets.RobinhoodPrivateKey ? "; 'powertrader keys set robinhood --new-pair' makes one" : "");
}
