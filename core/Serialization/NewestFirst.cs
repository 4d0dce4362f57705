using System.Globalization;

namespace PowerTrader.Core.Serialization;

/// <summary>How row keys begin whose newest is to be read first: tables read forwards only, so the ticks are inverted.</summary>
public static class NewestFirst
{
    /// <summary>19 digits that fall as time rises. Also the first key of everything that is not newer.</summary>
    public static string Of(DateTimeOffset time) => (DateTimeOffset.MaxValue.Ticks - time.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
