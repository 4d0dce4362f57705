using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Time;

/// <summary>Trading time of a real market: the wall's.</summary>
public sealed class SystemTradingClock(TimeProvider wall) : ITradingClock
{
    public DateTimeOffset Now => wall.GetUtcNow();

    public TimeProvider TimeProvider => wall;
}
