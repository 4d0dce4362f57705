using System.Globalization;

namespace PowerTrader.Host.CommandLine;

/// <summary>Numbers as people read them, the same on every machine.</summary>
internal static class Figures
{
    /// <summary>Money to the cent.</summary>
    public static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A quantity or a price as it is, without trailing zeros.</summary>
    public static string Exact(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>A price in as many digits as its size asks for; empty where there is none.</summary>
    public static string Price(decimal? value) =>
        value?.ToString(value >= 100 ? "0.00" : value >= 1 ? "0.0000" : "0.000000", CultureInfo.InvariantCulture) ?? "";
}
