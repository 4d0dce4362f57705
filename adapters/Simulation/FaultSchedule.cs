using System.Net;

namespace PowerTrader.Adapters.Simulation;

/// <summary>Faults as a pure function of (seed, trading time): asked again, by this process or by the next one, the answer is the same.</summary>
/// <remarks>The first hour of trading is quiet, so that a first start succeeds. All instants are true time, whatever the venue's clock says.</remarks>
internal sealed class FaultSchedule(long seed)
{
    private const double EpisodeChance = 0.12;
    private const double SkewChance = 0.25;
    private const double UntidyHourChance = 0.1;
    private const double LostCandleChance = 0.004;
    private const double SuspensionChance = 0.04;

    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan SkewSlot = TimeSpan.FromHours(6);
    private static readonly DateTimeOffset Begin = SimulatedMarket.TradingStart + TimeSpan.FromHours(1);

    private readonly CounterNoise episodes = new(seed, 5001);
    private readonly CounterNoise skews = new(seed, 5002);
    private readonly CounterNoise hours = new(seed, 5003);
    private readonly CounterNoise losses = new(seed, 5004);
    private readonly CounterNoise suspensions = new(seed, 5005);
    private readonly CounterNoise delisting = new(seed, 5006);

    /// <summary>What is wrong with an answer of the path at the instant; null for nothing.</summary>
    public Fault? Of(string path, DateTimeOffset time)
    {
        if (time < Begin) return null;
        var slot = (time - Begin).Ticks / Slot.Ticks;
        if (episodes.Uniform(slot * 8) >= EpisodeChance) return null;
        var from = Begin + slot * Slot + Slot / 2 * episodes.Uniform(slot * 8 + 1);
        var until = from + Slot / 2 * episodes.Uniform(slot * 8 + 2);
        if (time < from || time >= until) return null;
        // The venue's limits are of the address, not of a path; other faults meet one kind of request as often as all.
        var scope = (int)(episodes.Uniform(slot * 8 + 3) * 4) switch { 0 => "/api/v1/market/candles", 1 => "/api/v1/market/orderbook", _ => "" };
        var fault = Kind((int)(episodes.Uniform(slot * 8 + 4) * 8), until - time);
        return fault is Fault.Throttled || path.StartsWith(scope, StringComparison.Ordinal) ? fault : null;
    }

    /// <summary>Up to 3 s to either side for some hours.</summary>
    public TimeSpan SkewAt(DateTimeOffset time)
    {
        if (time < Begin) return TimeSpan.Zero;
        var slot = (time - Begin).Ticks / SkewSlot.Ticks;
        return skews.Uniform(slot * 2) < SkewChance ? TimeSpan.FromMilliseconds((int)(skews.Uniform(slot * 2 + 1) * 6000) - 3000) : TimeSpan.Zero;
    }

    /// <summary>How late the row of a candle that ended within the hour before appears: up to 3 minutes.</summary>
    public TimeSpan LateByAt(DateTimeOffset time) => Untidy(time, 0) * 180;

    /// <summary>How long late trades may still change a candle that ended within the hour before: up to 4 s, less than the grace of the trader.</summary>
    public TimeSpan UnsettledForAt(DateTimeOffset time) => Untidy(time, 2) * 4;

    /// <summary>Hours in which the pair had no trade.</summary>
    public bool IsLost(SimulatedPair pair, DateTimeOffset openTime) =>
        openTime >= Begin && openTime.Ticks % TimeSpan.TicksPerHour == 0
        && losses.Uniform(SimulatedMarket.HourOf(openTime) * 64L + pair.Index) < LostCandleChance;

    /// <summary>On some days a pair is suspended for one to eight hours.</summary>
    public bool IsTrading(SimulatedPair pair, DateTimeOffset time)
    {
        if (time < Begin) return true;
        var day = (time - Begin).Ticks / TimeSpan.TicksPerDay;
        var key = (day * 64 + pair.Index) * 4;
        if (suspensions.Uniform(key) >= SuspensionChance) return true;
        var from = Begin + TimeSpan.FromDays(day) + TimeSpan.FromHours(16 * suspensions.Uniform(key + 1));
        return time < from || time >= from + TimeSpan.FromHours(1 + 7 * suspensions.Uniform(key + 2));
    }

    /// <summary>One pair, never the first, leaves for good between the 8th and the 24th day.</summary>
    public bool IsDelisted(SimulatedPair pair, DateTimeOffset time)
    {
        var gone = 1 + (int)(delisting.Uniform(0) * (SimulatedPair.All.Count - 1));
        return pair.Index == gone && time >= Begin + TimeSpan.FromDays(8 + 16 * delisting.Uniform(1));
    }

    private static Fault Kind(int kind, TimeSpan left) => kind switch
    {
        0 => new Fault.Stall(EndsAtOnce: true),
        1 => new Fault.Reset(),
        2 => new Fault.Refused(HttpStatusCode.ServiceUnavailable, "500000", "Internal Server Error"),
        3 => new Fault.Refused(HttpStatusCode.OK, "230005", "System error"),
        4 => new Fault.Page(HttpStatusCode.BadGateway, "<html><body>502 Bad Gateway</body></html>"),
        5 => new Fault.Throttled(left),
        6 => new Fault.Throttled(null),
        _ => new Fault.NoData(),
    };

    private TimeSpan Untidy(DateTimeOffset time, int which)
    {
        if (time < Begin) return TimeSpan.Zero;
        var key = SimulatedMarket.HourOf(time) * 8L + which;
        return hours.Uniform(key) < UntidyHourChance ? TimeSpan.FromSeconds(hours.Uniform(key + 1)) : TimeSpan.Zero;
    }
}
