using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>Touch of one instant: prices on the increment, sizes in the base coin.</summary>
internal readonly record struct SimulatedTouch(decimal Bid, decimal BidSize, decimal Ask, decimal AskSize, decimal Last);

/// <summary>One pair's path, candles and displayed sizes, computed when asked for and kept.</summary>
internal sealed class SimulatedBook(SimulatedMarket market, SimulatedPair pair)
{
    private const int Minutes = 60;

    private readonly CounterNoise bridge = new(market.Seed, 1000 + pair.Index);
    private readonly CounterNoise touch = new(market.Seed, 2000 + pair.Index);
    private readonly Dictionary<int, Candle> closed = [];
    private readonly double[] knots = new double[Minutes + 1];
    private int knotHour = -1;

    public SimulatedPair Pair { get; } = pair;

    /// <summary>Price to the second, before spread and increment.</summary>
    public double PriceAt(DateTimeOffset time)
    {
        var hour = SimulatedMarket.HourOf(time);
        FillKnots(hour);
        var seconds = (time - SimulatedMarket.Origin - TimeSpan.FromHours(hour)).TotalSeconds;
        var minute = Math.Min((int)(seconds / 60), Minutes - 1);
        var part = Math.Floor(seconds - minute * 60) / 60;
        return knots[minute] + (knots[minute + 1] - knots[minute]) * part;
    }

    public SimulatedTouch TouchAt(DateTimeOffset time)
    {
        var second = time.ToUnixTimeSeconds();
        var mid = PriceAt(time);
        var half = mid * (2 + 8 * touch.Uniform(second / 60 * 8)) / 20_000;
        var (bidDraw, askDraw) = touch.Normals(second * 4 + 1);
        var bid = Math.Max(Pair.PriceIncrement, Down(mid - half, Pair.PriceIncrement));
        var ask = Math.Max(bid + Pair.PriceIncrement, Up(mid + half, Pair.PriceIncrement));
        return new SimulatedTouch(bid, Size(bidDraw, mid), ask, Size(askDraw, mid), OnTick(mid));
    }

    /// <summary>The hour's candle as known at the instant: whole when it has ended, else as far as it has come; null before it began.</summary>
    public Candle? CandleAt(int hour, DateTimeOffset now)
    {
        var open = SimulatedMarket.Origin + TimeSpan.FromHours(hour);
        if (hour < 0 || now <= open) return null;
        if (now >= open + TimeSpan.FromHours(1)) return closed.TryGetValue(hour, out var known) ? known : closed[hour] = Build(hour, open, Minutes, null);
        return Build(hour, open, (int)((now - open).TotalSeconds / 60), PriceAt(now));
    }

    /// <summary>The candle of any span of whole minutes as known at the instant; null before it began. Spans of whole hours are the sums of those hours.</summary>
    public Candle? Candle(DateTimeOffset open, DateTimeOffset end, DateTimeOffset now)
    {
        var inMinutes = (end - open).Ticks % TimeSpan.TicksPerHour != 0;
        var (step, count) = inMinutes ? (TimeSpan.FromMinutes(1), (int)(end - open).TotalMinutes) : (TimeSpan.FromHours(1), (int)(end - open).TotalHours);
        Candle? whole = null;
        for (var i = 0; i < count; i++)
        {
            if ((inMinutes ? MinuteAt(open + i * step, now) : CandleAt(SimulatedMarket.HourOf(open + i * step), now)) is not { } candle) break;
            whole = whole is not { } so
                ? candle with { OpenTime = open }
                : so with
                {
                    High = Math.Max(so.High, candle.High),
                    Low = Math.Min(so.Low, candle.Low),
                    Close = candle.Close,
                    Volume = so.Volume + candle.Volume,
                };
        }
        return whole;
    }

    /// <summary>A minute lies on the straight line between two knots; its turnover is a sixtieth of the hour's.</summary>
    private Candle? MinuteAt(DateTimeOffset open, DateTimeOffset now)
    {
        if (open < SimulatedMarket.Origin || now <= open) return null;
        var hour = SimulatedMarket.HourOf(open);
        FillKnots(hour);
        var minute = (int)((open - SimulatedMarket.Origin).TotalMinutes) % Minutes;
        var first = knots[minute];
        var last = now >= open.AddMinutes(1) ? knots[minute + 1] : PriceAt(now);
        var volume = Down(HourlyTurnover(hour) / Minutes / last, Pair.QuantityIncrement);
        return new Candle(open, OnTick(first), OnTick(Math.Max(first, last)), OnTick(Math.Min(first, last)), OnTick(last), volume);
    }

    /// <summary>Busy hours trade more than they move, and a jump is traded upon.</summary>
    internal double HourlyTurnover(int hour)
    {
        var (_, volatility, _, jump) = market.Hour(Pair, hour);
        var stir = 1 + Math.Abs(jump.Size) / Pair.HourlyVolatility / 4;
        return Pair.HourlyTurnover * volatility * SimulatedRhythm.Of(hour) * stir * Math.Exp(0.4 * touch.Normals(-1 - hour).First);
    }

    private Candle Build(int hour, DateTimeOffset openTime, int minutes, double? last)
    {
        FillKnots(hour);
        var (open, high, low, close) = (knots[0], knots[0], knots[0], last ?? knots[minutes]);
        for (var i = 1; i <= minutes; i++)
        {
            high = Math.Max(high, knots[i]);
            low = Math.Min(low, knots[i]);
        }
        high = Math.Max(high, close);
        low = Math.Min(low, close);
        var turnover = HourlyTurnover(hour) * minutes / Minutes;
        var volume = Down(turnover / close, Pair.QuantityIncrement);
        return new Candle(openTime, OnTick(open), OnTick(high), OnTick(low), OnTick(close), volume);
    }

    /// <summary>A Brownian bridge over the hour's minutes, pinned at its ends, with the jump within its minute.</summary>
    private void FillKnots(int hour)
    {
        if (hour == knotHour) return;
        var (open, volatility, change, jump) = market.Hour(Pair, hour);
        var step = Pair.HourlyVolatility * volatility / Math.Sqrt(Minutes);
        knots[0] = 0;
        for (var i = 0; i < Minutes; i += 2)
        {
            var (first, second) = bridge.Normals((long)hour * 32 + i / 2);
            knots[i + 1] = knots[i] + step * first;
            knots[i + 2] = knots[i + 1] + step * second;
        }
        var excess = knots[Minutes] - (change - jump.Size);
        for (var i = 0; i <= Minutes; i++) knots[i] = Math.Exp(open + knots[i] - excess * i / Minutes + (i > jump.Minute ? jump.Size : 0));
        knotHour = hour;
    }

    /// <summary>Displayed sizes are log-normal: a median of 3,000 quote coins, and about one in twenty below 200.</summary>
    private decimal Size(double draw, double price) =>
        Math.Max(Pair.MinQuantity, Down(3000 * Math.Exp(1.6 * Math.Clamp(draw, -4, 4)) / price, Pair.QuantityIncrement));

    private decimal OnTick(double price) => Math.Max(Pair.PriceIncrement, decimal.Round((decimal)price / Pair.PriceIncrement) * Pair.PriceIncrement);

    private static decimal Down(double value, decimal increment) => decimal.Floor((decimal)value / increment) * increment;

    private static decimal Up(double value, decimal increment) => decimal.Ceiling((decimal)value / increment) * increment;
}
