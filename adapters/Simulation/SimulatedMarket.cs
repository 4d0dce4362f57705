using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>
/// Prices as a pure function of (seed, time). Hours follow a stochastic-volatility process with fat tails and clustering that all pairs share in
/// part, a daily rhythm and rare jumps; inside an hour the price follows a bridge over minute knots, linear between them, so that a candle's extremes are those of the path.
/// </summary>
/// <remarks>
/// Log volatility = slow + fast autoregression (half-lives of days and of an hour). With slow variance 0.21 at 0.9965 and fast variance 0.27 at 0.46 the
/// autocorrelations of absolute returns and the kurtosis lie where recorded hours have them.
/// </remarks>
public sealed class SimulatedMarket
{
    /// <summary>First instant of the history.</summary>
    public static readonly DateTimeOffset Origin = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Where trading begins: three years of history lie before it.</summary>
    public static readonly DateTimeOffset TradingStart = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Smallest order in USDT.</summary>
    public const decimal MinFunds = SimulatedPair.MinFunds;

    private const double SlowPhi = 0.9965;
    private const double SlowVariance = 0.21;
    private const double FastPhi = 0.46;
    private const double FastVariance = 0.27;

    /// <summary>Even the wildest recorded hours are bounded: without it a rare seed has twice the kurtosis of any recorded market.</summary>
    private const double MaxLogVolatility = 1.5;

    /// <summary>Pull of a log price to its start, per hour: keeps decades of simulation in a sane range.</summary>
    private const double Reversion = 0.00015;

    /// <summary>Regimes: drifts of an hour that last for about a fortnight each.</summary>
    private const int RegimeHours = 336;
    private const double RegimeDrift = 0.00025;

    private readonly Lock gate = new();
    private readonly CounterNoise common;
    private readonly CounterNoise volatilityNoise;
    private readonly CounterNoise regimes;
    private readonly CounterNoise[] own;
    private readonly SimulatedJumps jumps;
    private readonly List<double> volatility = [];
    private readonly List<double>[] logPrices;
    private readonly Dictionary<Symbol, SimulatedBook> books = [];
    private double slow;
    private double fast;

    public SimulatedMarket(long seed)
    {
        Seed = seed;
        common = new CounterNoise(seed, 1);
        volatilityNoise = new CounterNoise(seed, 2);
        regimes = new CounterNoise(seed, 3);
        jumps = new SimulatedJumps(seed);
        own = [.. SimulatedPair.All.Select(pair => new CounterNoise(seed, 100 + pair.Index))];
        logPrices = [.. SimulatedPair.All.Select(pair => new List<double> { Math.Log(pair.StartPrice) })];
    }

    public long Seed { get; }

    /// <summary>Best bid and ask with the displayed sizes of an instant, which is known then; null for a pair that is not listed. Thread-safe.</summary>
    public Quote? QuoteAt(Symbol symbol, DateTimeOffset at)
    {
        lock (books)
        {
            if (!books.TryGetValue(symbol, out var book))
            {
                if (SimulatedPair.All.FirstOrDefault(each => each.Symbol == symbol) is not { } pair) return null;
                books[symbol] = book = new SimulatedBook(this, pair);
            }
            var touch = book.TouchAt(at);
            return new Quote(symbol, new Price(touch.Bid), new Quantity(touch.BidSize), new Price(touch.Ask), new Quantity(touch.AskSize), new Price(touch.Last), at, at);
        }
    }

    /// <summary>Log price at the start of the hour, relative volatility in it, the log return over it, and the jump that is part of that return.</summary>
    internal (double Open, double Volatility, double Return, SimulatedJump Jump) Hour(SimulatedPair pair, int hour)
    {
        lock (gate)
        {
            while (volatility.Count <= hour) Extend();
            var prices = logPrices[pair.Index];
            return (prices[hour], volatility[hour], prices[hour + 1] - prices[hour], jumps.Of(pair, hour));
        }
    }

    internal static int HourOf(DateTimeOffset time) => (int)((time - Origin).Ticks / TimeSpan.TicksPerHour);

    private void Extend()
    {
        var hour = volatility.Count;
        var (slowShock, fastShock) = volatilityNoise.Normals(hour);
        slow = SlowPhi * slow + Math.Sqrt(SlowVariance * (1 - SlowPhi * SlowPhi)) * slowShock;
        fast = FastPhi * fast + Math.Sqrt(FastVariance * (1 - FastPhi * FastPhi)) * fastShock;
        // Divided by the root of its mean square, so that a pair's volatility is the standard deviation it names.
        var level = Math.Exp(Math.Min(slow + fast, MaxLogVolatility) - (SlowVariance + FastVariance)) * SimulatedRhythm.Of(hour);
        volatility.Add(level);
        var market = common.Normals(hour).First;
        var drift = RegimeDrift * (regimes.Uniform(hour / RegimeHours) * 2 - 1) * 2;
        foreach (var pair in SimulatedPair.All)
        {
            var prices = logPrices[pair.Index];
            var shock = pair.MarketWeight * market + Math.Sqrt(1 - pair.MarketWeight * pair.MarketWeight) * own[pair.Index].Normals(hour).First;
            var pull = Reversion * (Math.Log(pair.StartPrice) - prices[hour]);
            var diffusion = pair.HourlyVolatility * Math.Sqrt(1 - SimulatedJumps.VarianceShare(pair)) * level * shock;
            prices.Add(prices[hour] + drift + pull + diffusion + jumps.Of(pair, hour).Size);
        }
    }
}
