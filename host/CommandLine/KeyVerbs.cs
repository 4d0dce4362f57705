using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Secrets;
using PowerTrader.Host.Keys;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <param name="Outcome">works, refused, clock-skew, lacks-trade-permission, unreachable or not-tested.</param>
/// <param name="Stored">Whether the keys are in the store now.</param>
internal sealed record KeyOutcome(string Venue, string Outcome, string Text, bool Stored);

internal sealed record KeyPair(string Venue, string PublicKey);

internal sealed record KeyRemoval(string Venue, int Removed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<KeyStatus>))]
[JsonSerializable(typeof(List<KeyOutcome>))]
[JsonSerializable(typeof(KeyOutcome))]
[JsonSerializable(typeof(KeyPair))]
[JsonSerializable(typeof(KeyRemoval))]
internal sealed partial class KeyJson : JsonSerializerContext;

/// <summary><c>keys set</c>, <c>keys list</c>, <c>keys test</c> and <c>keys remove</c>: the keys of venue accounts, never by argument and never shown.</summary>
internal static class KeyVerbs
{
    private static readonly string Known = string.Join(" or ", VenueSecrets.Venues);

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var venue = new Argument<string>("VENUE") { Description = Known };
        var maybe = new Argument<string?>("VENUE") { Arity = ArgumentArity.ZeroOrOne, Description = $"{Known} (default: every one with keys)" };
        var rest = new Argument<string[]>("REST") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };
        var input = new Option<bool>("--stdin") { Description = "Read lines name=value from standard input instead of asking" };
        var pair = new Option<bool>("--new-pair") { Description = "robinhood: make a new key pair, even where one waits for its API key; in a script only that, and print the public key" };
        var anyway = new Option<bool>("--anyway") { Description = "Store keys that the venue refuses, too" };
        var yes = new Option<bool>("--yes") { Description = "Remove without asking" };
        var set = new Command("set", "Set up the keys of a venue: steps and hidden questions at a terminal; in scripts by environment variables or --stdin. Tests them, then stores them encrypted.\n\nExample: powertrader keys set robinhood")
            { venue, rest, input, pair, anyway, data, json };
        set.SetAction((parsed, token) => SetAsync(new KeySetup(
            VenueOf(parsed.GetValue(venue)!, parsed.GetValue(rest)), parsed.GetValue(input), parsed.GetValue(pair), parsed.GetValue(anyway), parsed.GetValue(json)), parsed.GetValue(data), token));
        var list = new Command("list", "Which keys are stored and since when; none is shown.\n\nExample: powertrader keys list") { data, json };
        list.SetAction((parsed, token) => ListAsync(parsed.GetValue(data), parsed.GetValue(json), token));
        var test = new Command("test", "Ask the venue whether the stored keys work, by a signed question that changes nothing.\n\nExample: powertrader keys test kucoin") { maybe, data, json };
        test.SetAction((parsed, token) => TestAsync(parsed.GetValue(data), parsed.GetValue(maybe), parsed.GetValue(json), token));
        var remove = new Command("remove", "Delete the keys of a venue here. Delete them at the venue, too.\n\nExample: powertrader keys remove kucoin --yes") { venue, yes, data, json };
        remove.SetAction((parsed, token) => RemoveAsync(parsed.GetValue(data), VenueOf(parsed.GetValue(venue)!, null), parsed.GetValue(yes), parsed.GetValue(json), token));
        var keys = new Command("keys", "Keys of venue accounts: set up, list, test, remove. They are stored encrypted and never shown.\n\nExample: powertrader keys set kucoin") { set, list, test, remove };
        root.Subcommands.Add(keys);
    }

    private static async Task<int> SetAsync(KeySetup setup, string? data, CancellationToken cancellationToken)
    {
        if (setup.NewPair && setup.Venue != VenueSecrets.Robinhood) throw new UsageException($"--new-pair belongs to robinhood; {setup.Venue} makes keys itself");
        var desk = Desk(DataFolder.OpenOrCreate(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder)).Root);
        return await new KeySetting(desk, setup, Terminal.For(setup.Json)).RunAsync(cancellationToken);
    }

    private static async Task<int> ListAsync(string? data, bool json, CancellationToken cancellationToken)
    {
        var desk = Desk(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var all = new List<KeyStatus>();
        foreach (var venue in VenueSecrets.Venues) all.Add(await desk.StatusAsync(venue, cancellationToken));
        if (json) Console.WriteLine(JsonSerializer.Serialize(all, KeyJson.Default.IReadOnlyListKeyStatus));
        else foreach (var status in all) Console.WriteLine(Line(status));
        return all.TrueForAll(status => status.Fault is null) ? ExitCodes.Done : ExitCodes.WorldFailed;
    }

    private static string Line(KeyStatus status)
    {
        if (status.Fault is { } fault) return $"{status.Venue}: {fault}";
        if (status.Complete)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{status.Venue}: complete, stored {status.StoredAt?.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
                + (status.PublicKey is { } key ? $", public key {key}" : "");
        }
        return $"{status.Venue}: {(status.Missing.Count == VenueSecrets.NamesOf(status.Venue).Count ? "no keys" : "incomplete, without " + string.Join(", ", status.Missing))}; 'powertrader keys set {status.Venue}' sets them up";
    }

    private static async Task<int> TestAsync(string? data, string? only, bool json, CancellationToken cancellationToken)
    {
        var desk = Desk(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var outcomes = new List<KeyOutcome>();
        foreach (var venue in only is null ? VenueSecrets.Venues : [VenueOf(only, null)])
        {
            var status = await desk.StatusAsync(venue, cancellationToken);
            if (status.Fault is { } fault) throw new WorldException(fault);
            if (!status.Complete && only is null) continue;
            if (!status.Complete) throw new UsageException($"{Line(status)}");
            var result = await desk.TestStoredAsync(venue, cancellationToken);
            outcomes.Add(new KeyOutcome(venue, KeyTests.Word(result.Outcome), KeyTests.Say(venue, result), true));
        }
        if (outcomes.Count == 0) throw new UsageException("There are no keys to test; 'powertrader keys set VENUE' sets them up");
        if (json) Console.WriteLine(JsonSerializer.Serialize(outcomes, KeyJson.Default.ListKeyOutcome));
        else foreach (var outcome in outcomes) Console.WriteLine(outcome.Text);
        return outcomes.TrueForAll(outcome => outcome.Outcome == KeyTests.Word(KeyTestOutcome.Works)) ? ExitCodes.Done : ExitCodes.WorldFailed;
    }

    private static async Task<int> RemoveAsync(string? data, string venue, bool yes, bool json, CancellationToken cancellationToken)
    {
        var desk = Desk(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        if (!yes)
        {
            if (!KeySetting.CanAsk(json)) throw new UsageException($"--yes is missing: the keys of {venue} would be deleted; add --yes to do it");
            if (!new KeyWizard(Terminal.Output, desk).Confirms($"Delete the keys of {venue} here?")) return ExitCodes.Done;
        }
        var removed = await desk.RemoveAsync(venue, cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(new KeyRemoval(venue, removed), KeyJson.Default.KeyRemoval));
        else Console.WriteLine(removed == 0 ? $"There were no keys of {venue}." : $"The keys of {venue} are deleted here. Delete them at {venue}, too: only there they cease to work.");
        return ExitCodes.Done;
    }

    private static KeyDesk Desk(string folder) => new(HostSecrets.Of(folder), TradingSystem.DefaultPortfolio, KeyTests.Of(SettingsFile.Load(folder, null, null, []).Settings));

    /// <summary>A key that was typed as an argument is refused without being repeated.</summary>
    private static string VenueOf(string text, string[]? rest)
    {
        if (rest is { Length: > 0 })
            throw new UsageException("keys are never given as arguments, where the shell and other users see them: run the verb at a terminal, or use --stdin or environment variables; a key that was typed here is best replaced at the venue");
        return VenueSecrets.Venues.Contains(text, StringComparer.Ordinal) ? text : throw new UsageException($"VENUE must be {Known}; for example powertrader keys set {VenueSecrets.KuCoin}");
    }
}
