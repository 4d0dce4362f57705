using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Keys;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>The keys of a venue from a person's or a script's answers to the store, with a venue that says what the case wants.</summary>
public sealed class KeySettingTests : IDisposable
{
    private const string ApiKey = "rh-api-6148effc-c0b1-486c-8940-a1d099456be6";

    private readonly string folder = Directory.CreateTempSubdirectory("powertrader-keys-").FullName;
    private readonly Venue venue = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KeyDesk Desk => new(HostSecrets.Of(folder), TradingSystem.DefaultPortfolio, [venue]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Wizard_Robinhood_ShowsThePublicKeyOfThePairThatIsKeptAndNeverTheAnswer()
    {
        var console = new ScriptedConsole(100, ApiKey);

        var values = await new KeyWizard(console, Desk).AskAsync(VenueSecrets.Robinhood, newPair: false, Token);
        await Desk.KeepAsync(VenueSecrets.Robinhood, values!, Token);

        var status = await Desk.StatusAsync(VenueSecrets.Robinhood, Token);
        status.Complete.ShouldBeTrue();
        console.Written.ShouldContain(status.PublicKey!);
        console.Written.ShouldNotContain(ApiKey);
        console.Written.ShouldNotContain(values![VenueSecrets.RobinhoodPrivateKey].Reveal());
    }

    [Fact]
    public async Task Wizard_StoppedBeforeTheApiKey_GoesOnWithTheSamePair()
    {
        var shown = await Desk.PairAsync(anew: false, Token);

        (await new KeyWizard(new ScriptedConsole(100, ""), Desk).AskAsync(VenueSecrets.Robinhood, newPair: false, Token)).ShouldBeNull();

        (await Desk.PairAsync(anew: false, Token)).ShouldBe(shown);
        (await Desk.PairAsync(anew: true, Token)).ShouldNotBe(shown);
    }

    [Fact]
    public async Task Wizard_KuCoin_AsksAgainAfterAFaultAndTakesTheDefaultVersion()
    {
        var console = new ScriptedConsole(100, "short", "5c2db93503aa674c74a31734", "f03a5284-5c39-4aaa-9b20-dea10bdcf8e3", "Ab 12)(*&^", "");

        var values = await new KeyWizard(console, Desk).AskAsync(VenueSecrets.KuCoin, newPair: false, Token);

        values!.ToDictionary(pair => pair.Key, pair => pair.Value.Reveal()).ShouldBe(new Dictionary<string, string>
        {
            [VenueSecrets.KuCoinApiKey] = "5c2db93503aa674c74a31734",
            [VenueSecrets.KuCoinApiSecret] = "f03a5284-5c39-4aaa-9b20-dea10bdcf8e3",
            [VenueSecrets.KuCoinApiPassphrase] = "Ab 12)(*&^",
            [VenueSecrets.KuCoinApiKeyVersion] = "3",
        });
        console.Written.ShouldContain("api-key is too short (5 characters)");
    }

    [Theory]
    [InlineData(KeyTestOutcome.Works, true, "the keys work and may trade")]
    [InlineData(KeyTestOutcome.Unreachable, true, "could not be asked")]
    [InlineData(KeyTestOutcome.Refused, false, "refuses the keys")]
    [InlineData(KeyTestOutcome.ClockSkew, false, "clock is wrong")]
    [InlineData(KeyTestOutcome.LacksTradePermission, false, "may not trade")]
    public async Task Set_WhatTheVenueSays_DecidesWhetherTheyAreStored(KeyTestOutcome outcome, bool stored, string words)
    {
        venue.Says = outcome;
        var console = new ScriptedConsole(300);

        var exit = await SetAsync(console, anyway: false);

        exit.ShouldBe(stored ? ExitCodes.Done : ExitCodes.WorldFailed);
        (await Desk.StatusAsync(VenueSecrets.KuCoin, Token)).Complete.ShouldBe(stored);
        console.Written.ShouldContain(words);
        venue.Seen.ShouldBe("5c2db93503aa674c74a31734");
    }

    [Fact]
    public async Task Set_RefusedButWantedAnyway_IsStored()
    {
        venue.Says = KeyTestOutcome.Refused;

        (await SetAsync(new ScriptedConsole(300), anyway: true)).ShouldBe(ExitCodes.Done);

        (await Desk.StatusAsync(VenueSecrets.KuCoin, Token)).Complete.ShouldBeTrue();
    }

    [Fact]
    public async Task Test_AVenueThatThrows_IsUnreachable()
    {
        await SetAsync(new ScriptedConsole(300), anyway: false);
        venue.Fault = new TransientException("no answer");

        (await Desk.TestStoredAsync(VenueSecrets.KuCoin, Token)).ShouldBe(new KeyTestResult(KeyTestOutcome.Unreachable, "no answer"));
    }

    [Fact]
    public async Task Remove_StoredKeys_AreGoneAndCanBeSetAgainAtOnce()
    {
        await SetAsync(new ScriptedConsole(300), anyway: false);

        (await Desk.RemoveAsync(VenueSecrets.KuCoin, Token)).ShouldBe(4);
        (await Desk.StatusAsync(VenueSecrets.KuCoin, Token)).Missing.Count.ShouldBe(4);
        (await SetAsync(new ScriptedConsole(300), anyway: false)).ShouldBe(ExitCodes.Done);
    }

    [Fact]
    public void Answers_FaultyInput_NameFieldsAndNeverValues()
    {
        var fields = KeyFields.Of(VenueSecrets.KuCoin);

        var unsound = Should.Throw<UsageException>(() => KeyAnswers.Check(
            VenueSecrets.KuCoin, fields, KeyAnswers.FromInput(new StringReader("api-key=ab c!defgh\napi-secret=x\napi-key-version=9\n"), fields), new Dictionary<string, Sensitive>()));
        var unknown = Should.Throw<UsageException>(() => KeyAnswers.FromInput(new StringReader("hidden-value-typed-alone\napi-key=a\napi-key=b"), fields));

        unsound.Faults.Count.ShouldBe(4);
        unsound.Message.ShouldContain("api-passphrase is missing");
        unsound.Message.ShouldNotContain("ab c!defgh");
        unknown.Faults.Count.ShouldBe(2);
        unknown.Message.ShouldNotContain("hidden-value-typed-alone");
    }

    private Task<int> SetAsync(ScriptedConsole console, bool anyway)
    {
        var environment = new Dictionary<string, string>
        {
            ["POWERTRADER_KUCOIN_API_KEY"] = "5c2db93503aa674c74a31734",
            ["POWERTRADER_KUCOIN_API_SECRET"] = "f03a5284-5c39-4aaa-9b20-dea10bdcf8e3",
            ["POWERTRADER_KUCOIN_API_PASSPHRASE"] = "Ab 12)(*&^",
        };
        return new KeySetting(Desk, new KeySetup(VenueSecrets.KuCoin, false, false, anyway, false), console, name => environment.GetValueOrDefault(name)).RunAsync(Token);
    }

    private sealed class Venue : IKeyTest
    {
        public KeyTestOutcome Says { get; set; } = KeyTestOutcome.Works;

        public Exception? Fault { get; set; }

        public string? Seen { get; private set; }

        string IKeyTest.Venue => VenueSecrets.KuCoin;

        public async Task<KeyTestResult> TestAsync(PortfolioKey portfolio, ISecretStore secrets, CancellationToken cancellationToken)
        {
            if (Fault is not null) throw Fault;
            Seen = await secrets.GetAsync(VenueSecrets.Of(portfolio, VenueSecrets.KuCoinApiKey), cancellationToken);
            return new KeyTestResult(Says);
        }
    }
}
