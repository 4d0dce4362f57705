namespace PowerTrader.Core.Settings;

/// <summary>What follows from the market where nothing else is said.</summary>
public static class MarketDefaults
{
    private const string Coinbase = "coinbase";

    /// <summary>The currency that a bare coin is priced in.</summary>
    public static string QuoteOf(string market) => market == Coinbase ? "USD" : "USDT";

    /// <summary>Coins that the market lists.</summary>
    public static string CoinsOf(string market) => market == Coinbase ? "BTC,ETH,XRP,SOL,DOGE" : SettingCatalogue.Find("coins")!.Default;
}
