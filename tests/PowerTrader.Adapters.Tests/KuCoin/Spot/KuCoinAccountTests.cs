using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>Balances, fees, the key, the clock, and the switch that cancels by itself.</summary>
public class KuCoinAccountTests
{
    private readonly JumpingTimeProvider time = new(TestInstants.Start);

    [Fact]
    public async Task Balances_OfSeveralAccounts_AreThoseThatCanBeTraded()
    {
        using var kucoin = Start();
        kucoin.Wire.Options = kucoin.Wire.Options with { SplitsAccounts = true, InMainAccount = 777 };
        kucoin.Venue.MoveOutside("BTC", 3.5m);

        var balances = await kucoin.Broker.GetBalancesAsync(default);

        balances.Cash.Amount.ShouldBe(10_000);
        balances.Coins.ShouldHaveSingleItem().ShouldBe(new("BTC", new Quantity(3.5m)));
    }

    [Fact]
    public async Task Balances_ThatDoNotSum_AreNotBelieved()
    {
        using var handler = new ScriptedHandler(ScriptedAnswer.Ok("1735689600000"), ScriptedAnswer.Ok("""[{"currency":"USDT","type":"trade","balance":"10","available":"9","holds":"0"}]"""));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        using var broker = KuCoinDefinition.Create(new KuCoinSpotClient(http, _ => Task.FromResult<KuCoinKeys?>(KuCoinUnderTest.NewKeys()), SpotApi.Hf, time), new KuCoinSpotOptions(), time);

        (await Should.ThrowAsync<TransientException>(() => broker.GetBalancesAsync(default))).Message.ShouldContain("USDT");
    }

    [Theory]
    [InlineData(FeePayment.Quote, null, 0.2)]
    [InlineData(FeePayment.Base, "BTC", 0.2)]
    [InlineData(FeePayment.Third, "KCS", 0.2)]
    public async Task Fills_FeeInEachCoin_IsValuedAndSaysWhereItWasTaken(FeePayment payment, string? coin, decimal value)
    {
        using var kucoin = Start(new SimulatedVenueOptions { FeePayment = payment });
        kucoin.Venue.MoveOutside("KCS", 5);
        var order = await BuyAsync(kucoin, 2);

        var fill = (await kucoin.Broker.GetFillsAsync(order, default)).ShouldHaveSingleItem();
        time.Advance(TimeSpan.FromHours(5));
        kucoin.Venue.Options = kucoin.Venue.Options with { FeeCoinPrice = 10 };

        fill.Fee.Amount.ShouldBe(value);
        fill.PaidIn?.Coin.ShouldBe(coin);
        (fill.PaidIn is null).ShouldBe(coin is null);
        (await kucoin.Broker.GetFillsSinceAsync(TestInstants.Start, default)).ShouldHaveSingleItem().ShouldBe(fill);
        var balances = await kucoin.Broker.GetBalancesAsync(default);
        balances.Cash.Amount.ShouldBe(10_000 - 200 - (coin is null ? value : 0));
        balances.Coins["BTC"].Value.ShouldBe(2 - (coin == "BTC" ? fill.PaidIn!.Quantity.Value : 0));
        balances.Coins["KCS"].Value.ShouldBe(5 - (coin == "KCS" ? fill.PaidIn!.Quantity.Value : 0));
    }

    [Fact]
    public async Task Account_OfAKeyThatMayOnlyLook_SaysSoAndPlacesNothing()
    {
        using var kucoin = Start();
        (await kucoin.Broker.GetAccountAsync(default)).ShouldBe(new VenueAccount(AccountStatus.Active, true, TimeSpan.Zero));
        kucoin.Wire.Options = kucoin.Wire.Options with { Permission = "General" };

        (await kucoin.Broker.GetAccountAsync(default)).MayTrade.ShouldBe(false);
        var refused = await kucoin.Broker.PlaceAsync(new PlaceRequest(Id, KuCoinUnderTest.Btc, OrderSide.Buy, new Quantity(1), new Price(99)), default);
        refused.ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe("400007");
        kucoin.Wire.Options = kucoin.Wire.Options with { Permission = "General,Spot", Status = "cancelonly" };
        (await kucoin.Broker.GetAccountAsync(default)).Status.ShouldBe(AccountStatus.Blocked);
    }

    public static TheoryData<string, VenueAccess, string> Refusals => new()
    {
        { "region", VenueAccess.Region, "another venue" },
        { "address", VenueAccess.Address, "IP list" },
        { "secret", VenueAccess.Key, "check key, secret and passphrase" },
        { "passphrase", VenueAccess.Key, "check key, secret and passphrase" },
        { "key", VenueAccess.Key, "check key" },
        { "version", VenueAccess.Key, "keyVersion" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Ask_KeyRefused_SaysWhatAPersonMustDoAndNoSecret(string what, VenueAccess access, string remedy)
    {
        using var kucoin = Start();
        var options = kucoin.Wire.Options;
        kucoin.Wire.Options = what switch
        {
            "region" => options with { RefusesRegion = true },
            "address" => options with { RefusesAddress = true },
            "secret" => options with { Secret = "another" },
            "passphrase" => options with { Passphrase = "another" },
            "key" => options with { Key = "another" },
            _ => options with { Version = 2 },
        };

        var refused = await Should.ThrowAsync<VenueAccessException>(() => kucoin.Broker.GetBalancesAsync(default));

        refused.Access.ShouldBe(access);
        refused.Message.ShouldContain(remedy);
        refused.ToString().ShouldNotContain(KuCoinUnderTest.Secret);
        refused.ToString().ShouldNotContain("pass phrase");
    }

    [Fact]
    public async Task Ask_BusyVenueCallsTheKeyWrongOnce_IsAskedAgain()
    {
        using var kucoin = Start();
        kucoin.Faults.OnNext(VenueCall.Balances, VenueFault.Unauthorized401UnderThrottling);

        (await kucoin.Broker.GetBalancesAsync(default)).Cash.Amount.ShouldBe(10_000);
        kucoin.Faults.CountOf(VenueCall.Balances).ShouldBe(2);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(7)]
    public async Task Ask_ClockIsWrong_IsSignedByTheVenuesTime(int secondsAhead)
    {
        using var kucoin = Start();
        kucoin.Wire.Options = kucoin.Wire.Options with { ClockSkew = TimeSpan.FromSeconds(secondsAhead) };

        (await kucoin.Broker.GetBalancesAsync(default)).Cash.Amount.ShouldBe(10_000);
        (await kucoin.Broker.GetAccountAsync(default)).ClockSkew.ShouldBe(TimeSpan.FromSeconds(secondsAhead));
        (await BuyAsync(kucoin, 1)).ShouldNotBeNull();
        kucoin.Wire.Options = kucoin.Wire.Options with { ClockSkew = TimeSpan.FromSeconds(secondsAhead + 60) };
        (await kucoin.Broker.GetBalancesAsync(default)).Coins["BTC"].Value.ShouldBe(1);
    }

    [Fact]
    public async Task Ask_TimeStampRefusedAgainAndAgain_IsAClearClockError()
    {
        using var handler = new ScriptedHandler(
            ScriptedAnswer.Ok("1735689603000"), new ScriptedAnswer(System.Net.HttpStatusCode.BadRequest, """{"code":"400002","msg":"Invalid KC-API-TIMESTAMP"}"""),
            ScriptedAnswer.Ok("1735689603000"), new ScriptedAnswer(System.Net.HttpStatusCode.BadRequest, """{"code":"400002","msg":"Invalid KC-API-TIMESTAMP"}"""));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        using var broker = KuCoinDefinition.Create(new KuCoinSpotClient(http, _ => Task.FromResult<KuCoinKeys?>(KuCoinUnderTest.NewKeys()), SpotApi.Hf, time), new KuCoinSpotOptions(), time);

        var refused = await Should.ThrowAsync<VenueAccessException>(() => broker.GetBalancesAsync(default));

        refused.Access.ShouldBe(VenueAccess.Clock);
        refused.Message.ShouldContain("+3.0 s");
        refused.Message.ShouldContain("NTP");
        handler.Requests.Count.ShouldBe(4);
        handler.Requests[1].Headers.GetValues("KC-API-TIMESTAMP").Single().ShouldBe("1735689603000");
    }

    [Fact]
    public async Task Ask_OverTheQuota_WaitsForTheWindowThatTheVenueNames()
    {
        using var kucoin = Start();
        kucoin.Wire.Options = kucoin.Wire.Options with { ManagementQuota = 12 };

        for (var call = 0; call < 4; call++) await kucoin.Broker.GetBalancesAsync(default);

        time.Waits.ShouldNotBeEmpty();
        time.Waits.ShouldAllBe(wait => wait <= TimeSpan.FromSeconds(30));
        kucoin.Wire.Log.Count(line => line.EndsWith("/accounts", StringComparison.Ordinal)).ShouldBe(4);
    }

    [Fact]
    public async Task DeadMan_NotRenewed_CancelsTheOrdersOfItsPairs()
    {
        using var kucoin = Start();
        var guard = kucoin.Broker.ShouldBeAssignableTo<IDeadManSwitch>()!;
        var order = await BuyAsync(kucoin, 1, 90);

        (await guard.GetAsync(default)).ShouldBeNull();
        (await guard.SetAsync(TimeSpan.FromSeconds(30), [KuCoinUnderTest.Btc], default)).TriggersIn.ShouldBe(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(20));
        await guard.SetAsync(TimeSpan.FromSeconds(30), [KuCoinUnderTest.Btc], default);
        time.Advance(TimeSpan.FromSeconds(20));
        var state = (await guard.GetAsync(default)).ShouldNotBeNull();
        state.Symbols.ShouldBe([KuCoinUnderTest.Btc]);
        state.TriggersIn.ShouldBe(TimeSpan.FromSeconds(10));
        (await kucoin.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Open);
        time.Advance(TimeSpan.FromSeconds(20));

        (await kucoin.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Cancelled);
    }

    [Fact]
    public async Task DeadMan_Cleared_CancelsNothing()
    {
        using var kucoin = Start();
        var guard = (IDeadManSwitch)kucoin.Broker;
        var order = await BuyAsync(kucoin, 1, 90);
        await guard.SetAsync(TimeSpan.FromSeconds(5), [], default);
        await guard.ClearAsync(default);
        time.Advance(TimeSpan.FromSeconds(20));

        (await kucoin.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Open);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => guard.SetAsync(TimeSpan.FromSeconds(1), [], default));
    }

    [Fact]
    public void Definition_Parameters_ChooseFamilyVersionAndAddress()
    {
        var definition = KuCoinDefinition.Definition;
        ParameterSet Read(params (string Name, string Value)[] given) => ParameterSet.Read("kucoin@1", definition.Parameters, given.ToDictionary(each => each.Name, each => each.Value));
        IBroker Create(ParameterSet parameters) => definition.Create(new BrokerSeat(new("tenant", "main"), parameters, null!, null!, time, new(), Money.Zero));

        definition.IsPaper.ShouldBeFalse();
        Create(Read()).ShouldBeOfType<KuCoinHfBroker>().Traits.ShouldBe(new BrokerTraits("kucoin", false, TimeSpan.FromSeconds(15)));
        Create(Read(("api", "legacy"), ("keyVersion", "2"))).ShouldBeOfType<KuCoinSpotBroker>();
        Create(Read(("address", "http://127.0.0.1:5000"))).ShouldBeOfType<KuCoinHfBroker>();
        Should.Throw<ParameterException>(() => Create(Read(("address", "http://example.com")))).Message.ShouldContain("https");
        Should.Throw<ParameterException>(() => Create(Read(("quote", "usdt")))).Message.ShouldContain("quote=USDT");
        Should.Throw<ParameterException>(() => Read(("api", "fast"))).Message.ShouldContain("hf, legacy");
        Should.Throw<ParameterException>(() => Read(("keyVersion", "1"))).Message.ShouldContain("3, 2");
    }

    [Fact]
    public async Task Keys_VersionKeptBesideThem_GoesBeforeTheParameter()
    {
        var kept = new Kept { [KuCoinDefinition.KeyName] = "key-1", [KuCoinDefinition.SecretName] = "secret", [KuCoinDefinition.PassphraseName] = "phrase" };
        (await KuCoinDefinition.ReadAsync(kept, 3, default))!.Version.ShouldBe(3);
        kept[KuCoinDefinition.VersionName] = "2";
        (await KuCoinDefinition.ReadAsync(kept, 3, default))!.Version.ShouldBe(2);
        kept.Remove(KuCoinDefinition.SecretName);
        (await KuCoinDefinition.ReadAsync(kept, 3, default)).ShouldBeNull();
    }

    private sealed class Kept : Dictionary<string, string>, ISecretStore
    {
        public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult(this.GetValueOrDefault(name));

        public Task SetAsync(string name, string value, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private static ClientOrderId Id => ClientOrderId.Parse("7d54abe2-1c6c-5f0e-9d7a-000000000001");

    private KuCoinUnderTest Start(SimulatedVenueOptions? options = null)
    {
        var kucoin = new KuCoinUnderTest(time, options: options);
        kucoin.Show(99.9m, 100);
        return kucoin;
    }

    private async Task<OrderRef> BuyAsync(KuCoinUnderTest kucoin, decimal quantity, decimal limit = 101)
    {
        var order = new OrderRef(Id, KuCoinUnderTest.Btc, time.GetUtcNow());
        await kucoin.Broker.GetQuoteAsync(order.Symbol, default);
        (await kucoin.Broker.PlaceAsync(new PlaceRequest(order.Id, order.Symbol, OrderSide.Buy, new Quantity(quantity), new Price(limit)), default)).ShouldBeOfType<PlaceResult.Accepted>();
        return order;
    }
}
