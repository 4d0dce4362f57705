namespace PowerTrader.Host.Tests;

/// <summary>A folder as the predecessor leaves it, made after the description of its files.</summary>
internal sealed class PredecessorFolder : IDisposable
{
    public const string Settings = """
        {
          "coins": ["BTC", "eth"],
          "main_neural_dir": "C:/bot",
          "trade_start_level": 4,
          "start_allocation_pct": 0.005,
          "dca_multiplier": 2.0,
          "dca_levels": [-2.5, -5.0, -10.0],
          "max_dca_buys_per_24h": 0,
          "pm_start_pct_no_dca": 6.5,
          "pm_start_pct_with_dca": "2.5",
          "trailing_gap_pct": 0.75,
          "ui_refresh_seconds": 1.0,
          "colour_of_the_moon": "blue"
        }
        """;

    public const string Ledger = """
        {
          "total_realized_profit_usd": 12.5,
          "last_updated_ts": 1735689600.25,
          "open_positions": {
            "BTC": { "usd_cost": 30000.0, "qty": 0.4 },
            "ETH": { "usd_cost": 3000.0, "qty": 1 }
          },
          "pending_orders": {}
        }
        """;

    public const string Trades = """
        {"ts": 1735600000.5, "side": "buy", "tag": null, "symbol": "BTC-USD", "qty": 0.4, "price": 75000, "avg_cost_basis": null, "pnl_pct": null, "fees_usd": null, "realized_profit_usd": null, "order_id": "a-1"}
        {"ts": 1735500000, "side": "sell", "tag": "TRAIL_SELL", "symbol": "ETH-USD", "qty": 1e-05, "price": 3000.5, "fees_usd": 0.1, "realized_profit_usd": 12.5, "order_id": "a-0", "position_cost_used_usd": 1}

        """;

    public string Path { get; } = Directory.CreateTempSubdirectory("predecessor-").FullName;

    public PredecessorFolder Whole()
    {
        File("gui_settings.json", Settings);
        File("hub_data/pnl_ledger.json", Ledger);
        File("hub_data/trade_history.jsonl", Trades);
        File("r_key.txt", "rh-api-planted-key-of-the-predecessor");
        File("r_secret.txt", "cGxhbnRlZC1zZWNyZXQtb2YtdGhlLXByZWRlY2Vzc29y");
        return this;
    }

    public void File(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
