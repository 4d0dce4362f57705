using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>Every recorded reply about orders and accounts is read whole.</summary>
public class SpotFixtureTests
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = new()
    {
        ["HfTrading/CancelAfter"] = SpotJson.Default.SpotDeadMan,
        ["HfTrading/CancelAllMarginOrdersBySymbol"] = SpotJson.Default.String,
        ["HfTrading/CancelAllOrders"] = SpotJson.Default.SpotAllCancelled,
        ["HfTrading/CancelAllOrdersBySymbol"] = SpotJson.Default.String,
        ["HfTrading/CancelMarginOrder"] = SpotJson.Default.SpotCancelled,
        ["HfTrading/CancelMarginOrderByClientOrderId"] = SpotJson.Default.SpotCancelled,
        ["HfTrading/CancelOrder"] = SpotJson.Default.SpotCancelled,
        ["HfTrading/CancelOrderByClientOrderId"] = SpotJson.Default.SpotCancelled,
        ["HfTrading/CancelOrderByClientOrderIdWait"] = SpotJson.Default.SpotMatched,
        ["HfTrading/CancelOrderWait"] = SpotJson.Default.SpotMatched,
        ["HfTrading/EditOrder"] = SpotJson.Default.SpotAltered,
        ["HfTrading/GetCancelAfterStatus"] = SpotJson.Default.SpotDeadMan,
        ["HfTrading/GetClosedMarginOrders"] = SpotJson.Default.OrderCursor,
        ["HfTrading/GetClosedOrders"] = SpotJson.Default.OrderCursor,
        ["HfTrading/GetMarginOrder"] = SpotJson.Default.SpotOrder,
        ["HfTrading/GetMarginOrderByClientOrderId"] = SpotJson.Default.SpotOrder,
        ["HfTrading/GetMarginSymbolsWithOpenOrders"] = SpotJson.Default.SpotSymbols,
        ["HfTrading/GetMarginUserTrades"] = SpotJson.Default.FillCursor,
        ["HfTrading/GetOpenMarginOrders"] = SpotJson.Default.SpotOrderArray,
        ["HfTrading/GetOpenOrders"] = SpotJson.Default.SpotOrderArray,
        ["HfTrading/GetOpenOrdersV2"] = SpotJson.Default.OrderPage,
        ["HfTrading/GetOrder"] = SpotJson.Default.SpotOrder,
        ["HfTrading/GetOrderByClientOrderId"] = SpotJson.Default.SpotOrder,
        ["HfTrading/GetSymbolsWithOpenOrders"] = SpotJson.Default.SpotSymbols,
        ["HfTrading/GetUserTrades"] = SpotJson.Default.FillCursor,
        ["HfTrading/PlaceMarginOrder"] = SpotJson.Default.SpotPlaced,
        ["HfTrading/PlaceMultipleOrders"] = SpotJson.Default.SpotPlacedRowArray,
        ["HfTrading/PlaceMultipleOrdersWait"] = SpotJson.Default.SpotPlacedRowArray,
        ["HfTrading/PlaceOrder"] = SpotJson.Default.SpotPlaced,
        ["HfTrading/PlaceOrderWait"] = SpotJson.Default.SpotMatched,
        ["HfTrading/PlaceTestMarginOrder"] = SpotJson.Default.SpotPlaced,
        ["Trading/CancelAllOrders"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelOcoOrder"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelOcoOrderByClientOrderId"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelOcoOrders"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelOrder"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelOrderByClientOrderId"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelStopOrder"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelStopOrderByClientOrderId"] = SpotJson.Default.SpotCancelled,
        ["Trading/CancelStopOrders"] = SpotJson.Default.SpotCancelled,
        ["Trading/GetOcoOrder"] = SpotJson.Default.SpotOcoOrder,
        ["Trading/GetOcoOrderByClientOrderId"] = SpotJson.Default.SpotOcoOrder,
        ["Trading/GetOcoOrderDetails"] = SpotJson.Default.SpotOcoOrder,
        ["Trading/GetOcoOrders"] = SpotJson.Default.OcoOrderPage,
        ["Trading/GetOrder"] = SpotJson.Default.SpotOrder,
        ["Trading/GetOrderByClientOrderId"] = SpotJson.Default.SpotOrder,
        ["Trading/GetOrders"] = SpotJson.Default.OrderPage,
        ["Trading/GetRecentOrders"] = SpotJson.Default.SpotOrderArray,
        ["Trading/GetRecentUserTrades"] = SpotJson.Default.SpotFillArray,
        ["Trading/GetStopOrder"] = SpotJson.Default.SpotStopOrder,
        ["Trading/GetStopOrderByClientOrderId"] = SpotJson.Default.SpotStopOrderArray,
        ["Trading/GetStopOrders"] = SpotJson.Default.StopOrderPage,
        ["Trading/GetUserTrades"] = SpotJson.Default.FillPage,
        ["Trading/PlaceBulkOrder"] = SpotJson.Default.SpotBulkPlaced,
        ["Trading/PlaceMarginOrder"] = SpotJson.Default.SpotPlaced,
        ["Trading/PlaceOcoOrder"] = SpotJson.Default.SpotPlaced,
        ["Trading/PlaceOrder"] = SpotJson.Default.SpotPlaced,
        ["Trading/PlaceStopOrder"] = SpotJson.Default.SpotPlaced,
        ["Trading/PlaceTestMarginOrder"] = SpotJson.Default.SpotPlaced,
        ["Trading/PlaceTestOrder"] = SpotJson.Default.SpotPlaced,
        ["Account/CancelWithdrawal"] = SpotJson.Default.SpotMoved,
        ["Account/CreateDepositAddress"] = SpotJson.Default.SpotDepositAddress,
        ["Account/GetAccount"] = SpotJson.Default.SpotAccount,
        ["Account/GetAccountLedgers"] = SpotJson.Default.LedgerPage,
        ["Account/GetAccounts"] = SpotJson.Default.SpotAccountArray,
        ["Account/GetBasicUserFee"] = SpotJson.Default.SpotFeeRates,
        ["Account/GetCrossMarginAccounts"] = SpotJson.Default.SpotMarginAccount,
        ["Account/GetDepositAddresses"] = SpotJson.Default.SpotDepositAddressArray,
        ["Account/GetDeposits"] = SpotJson.Default.MovementPage,
        ["Account/GetIsolatedMarginAccounts"] = SpotJson.Default.SpotIsolatedAccounts,
        ["Account/GetMarginAccount"] = SpotJson.Default.SpotMarginAccount,
        ["Account/GetSubUserInfo"] = SpotJson.Default.SpotSubUserArray,
        ["Account/GetSymbolTradingFees"] = SpotJson.Default.SpotFeeRatesArray,
        ["Account/GetTransferable"] = SpotJson.Default.SpotAccount,
        ["Account/GetUserInfo"] = SpotJson.Default.SpotUser,
        ["Account/GetWithdrawalQuotas"] = SpotJson.Default.SpotWithdrawalQuota,
        ["Account/GetWithdrawals"] = SpotJson.Default.MovementPage,
        ["Account/UniversalTransfer"] = SpotJson.Default.SpotMoved,
        ["Account/Withdraw"] = SpotJson.Default.SpotMoved,
    };

    public static TheoryData<string> Files => [.. Types.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Reply_Recorded_EveryPropertyIsAccountedFor(string name)
    {
        var data = Data(name);

        var read = JsonSerializer.SerializeToElement(data.Deserialize(Types[name]), Types[name]);

        KuCoinFixtures.ShouldBeAccounted(data, read);
    }

    [Fact]
    public void Recordings_OfOrdersAndAccounts_AreAllReadAndSigned()
    {
        foreach (var folder in (string[])["HfTrading", "Trading", "Account"])
        {
            foreach (var path in Directory.GetFiles(RecordedData.Require("fixtures", "kucoin", "Endpoints", "Spot", folder)))
                Types.ShouldContainKey($"{folder}/{Path.GetFileNameWithoutExtension(path)}");
        }
        Types.Keys.ShouldAllBe(name => KuCoinFixtures.Endpoint(name.Split('/')[1] + ".txt", name.Split('/')[0]).Signed);
    }

    /// <summary>Fields of today's documentation that the older recordings lack.</summary>
    [Theory]
    [InlineData("""{"remark":"account1","apiKey":"6705f5c311545b000157d3eb","apiVersion":3,"permission":"General,Spot","ipWhitelist":"203.0.113.7","createdAt":1728443843000,"uid":165111215,"isMaster":true}""", "key")]
    [InlineData("""{"orderId":"670fd33bf9406e0007ab3945","clientOid":"5c52e11203aa677f33e493fb"}""", "placed")]
    [InlineData("""{"id":19814995255305,"orderId":"6717422bd51c29000775ea03","counterOrderId":"67174228135f9e000709da8c","tradeId":11029373945659392,"symbol":"BTC-USDT","side":"buy","liquidity":"taker","type":"limit","forceTaker":false,"price":"67717.6","size":"0.00001","funds":"0.677176","fee":"0.000677176","feeRate":"0.001","feeCurrency":"USDT","stop":"","tradeType":"TRADE","taxRate":"0","tax":"0","createdAt":1729577515473}""", "fill")]
    public void Reply_Documented_EveryPropertyIsAccountedFor(string json, string what)
    {
        JsonTypeInfo type = what switch { "key" => SpotJson.Default.SpotKeyInfo, "placed" => SpotJson.Default.SpotPlaced, _ => SpotJson.Default.SpotFillArray };
        using var document = JsonDocument.Parse(what == "fill" ? $"[{json}]" : json);

        var read = JsonSerializer.SerializeToElement(document.RootElement.Deserialize(type), type);

        KuCoinFixtures.ShouldBeAccounted(document.RootElement, read);
    }

    [Theory]
    [InlineData("Balance.txt")]
    [InlineData("NewOrder.txt")]
    [InlineData("OrderUpdate.txt")]
    [InlineData("MatchOrder.txt")]
    [InlineData("StopOrder.txt")]
    public void Message_Recorded_EveryPropertyIsAccountedFor(string file)
    {
        JsonTypeInfo type = file switch { "Balance.txt" => AccountJson.Default.StreamBalance, "StopOrder.txt" => AccountJson.Default.StreamStopOrder, _ => AccountJson.Default.StreamOrder };
        foreach (var pushed in KuCoinFixtures.Stream(file).Pushed)
        {
            var data = StreamMessages.Frame(Encoding.UTF8.GetBytes(pushed)).Data!.Value;
            KuCoinFixtures.ShouldBeAccounted(data, JsonSerializer.SerializeToElement(data.Deserialize(type), type));
        }
    }

    [Theory]
    [InlineData("HfTrading/GetOpenOrders", VenueOrderStatus.Open)]
    [InlineData("HfTrading/GetClosedOrders", VenueOrderStatus.Cancelled)]
    [InlineData("Trading/GetOrders", VenueOrderStatus.Filled)]
    public void Status_Recorded_FollowsFromWhatIsOpenCancelledAndDealt(string name, VenueOrderStatus expected)
    {
        var data = Data(name);
        var row = data.ValueKind == JsonValueKind.Array ? data[0] : data.GetProperty("items")[0];

        SpotMapping.Status(row.Deserialize(SpotJson.Default.SpotOrder)!).ShouldBe(expected);
    }

    private static JsonElement Data(string name)
    {
        var (folder, file) = (name.Split('/')[0], name.Split('/')[1] + ".txt");
        return KuCoinTransport.Read(HttpStatusCode.OK, Encoding.UTF8.GetBytes(KuCoinFixtures.Endpoint(file, folder).Body)).Data;
    }
}
