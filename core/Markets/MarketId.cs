namespace PowerTrader.Core.Markets;

/// <summary>Where prices come from: <c>kucoin</c>, <c>coinbase</c>, <c>sim-SEED</c> or <c>replay-HASH8</c>. The <c>exchange</c> of every market key.</summary>
public readonly record struct MarketId
{
    private readonly string? value;

    private MarketId(string value) => this.value = value;

    public string Value => value ?? "";

    public static MarketId KuCoin { get; } = new("kucoin");

    public static MarketId Coinbase { get; } = new("coinbase");

    public static MarketId Simulated(long seed) => new(FormattableString.Invariant($"sim-{seed}"));

    /// <param name="sha256Hex">Hash of the file's bytes, lower hex; its first eight digits are used.</param>
    public static MarketId Replay(string sha256Hex)
    {
        ArgumentNullException.ThrowIfNull(sha256Hex);
        return new("replay-" + sha256Hex[..8]);
    }

    /// <exception cref="FormatException">The text is not <c>[a-z0-9-]{1,24}</c>.</exception>
    public static MarketId Parse(string text) =>
        Tenancy.IdGrammar.IsName(text) ? new MarketId(text) : throw new FormatException($"Market '{text}' is not valid: use 1 to 24 of a-z, 0-9 and '-'.");

    public static bool TryParse(string text, out MarketId market)
    {
        var sound = Tenancy.IdGrammar.IsName(text);
        market = sound ? new MarketId(text) : default;
        return sound;
    }

    /// <summary>Simulated time is allowed only where the market is not the real one.</summary>
    public bool IsRealTime => Value is "kucoin" or "coinbase";

    public override string ToString() => Value;
}
