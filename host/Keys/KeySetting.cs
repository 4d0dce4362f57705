using System.Text.Json;
using PowerTrader.Core.Secrets;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Keys;

/// <summary>What <c>keys set</c> was asked for.</summary>
internal sealed record KeySetup(string Venue, bool FromInput, bool NewPair, bool Anyway, bool Json);

/// <summary>From answers to stored keys: asked or given, checked, tested, kept together.</summary>
/// <param name="environment">Null for the process's own.</param>
internal sealed class KeySetting(KeyDesk desk, KeySetup setup, IAnsiConsole console, Func<string, string?>? environment = null)
{
    /// <summary>Whether a person sits there.</summary>
    public static bool CanAsk(bool json) => !json && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var fields = KeyFields.Of(setup.Venue);
        var given = setup.FromInput ? KeyAnswers.FromInput(Console.In, fields) : KeyAnswers.FromEnvironment(environment ?? Environment.GetEnvironmentVariable, fields);
        var asks = given.Count == 0 && !setup.FromInput && CanAsk(setup.Json);
        if (setup.NewPair && given.Count == 0 && !asks) return await PairAsync(cancellationToken);
        var wizard = new KeyWizard(console, desk);
        var values = asks
            ? await wizard.AskAsync(setup.Venue, setup.NewPair, cancellationToken)
            : KeyAnswers.Check(setup.Venue, fields, given, await desk.WaitingAsync(setup.Venue, cancellationToken));
        if (values is null)
        {
            Terminal.Text(console, $"Stopped; nothing else was stored. 'powertrader keys set {setup.Venue}' goes on.");
            return ExitCodes.Done;
        }
        foreach (var (name, value) in values)
        {
            if (name != VenueSecrets.KuCoinApiKeyVersion) Running.Redaction.Process.Learn(value.Reveal());
        }
        var result = await desk.TestAsync(setup.Venue, values, cancellationToken);
        var keeps = KeyTests.IsGood(result.Outcome) || setup.Anyway;
        if (asks && !keeps)
        {
            Terminal.Text(console, KeyTests.Say(setup.Venue, result));
            keeps = wizard.StoresAnyway();
        }
        if (keeps) await desk.KeepAsync(setup.Venue, values, cancellationToken);
        return Tell(result, keeps);
    }

    private async Task<int> PairAsync(CancellationToken cancellationToken)
    {
        var key = await desk.PairAsync(anew: true, cancellationToken);
        if (setup.Json) Console.WriteLine(JsonSerializer.Serialize(new KeyPair(setup.Venue, key), KeyJson.Default.KeyPair));
        else Console.WriteLine(key);
        return ExitCodes.Done;
    }

    private int Tell(KeyTestResult result, bool kept)
    {
        var text = KeyTests.Say(setup.Venue, result);
        var outcome = new KeyOutcome(setup.Venue, KeyTests.Word(result.Outcome), text, kept);
        if (setup.Json) Console.WriteLine(JsonSerializer.Serialize(outcome, KeyJson.Default.KeyOutcome));
        else Say(text, kept);
        return kept ? ExitCodes.Done : ExitCodes.WorldFailed;
    }

    private void Say(string text, bool kept)
    {
        Terminal.Text(console, text);
        Terminal.Text(console, kept
            ? $"Stored, encrypted, in {desk.Folder}. They are in no backup: keep the venue's page at hand instead."
            : "Nothing was stored; --anyway stores keys that the venue refuses.");
    }
}
