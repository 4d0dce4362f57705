namespace PowerTrader.Cloud.Hosting;

/// <summary>The app's settings are not sound: it does not start.</summary>
public sealed class CloudOptionsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>Setting, value, rule and remedy of each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
