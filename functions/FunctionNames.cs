namespace PowerTrader.Functions;

/// <summary>Names that bindings repeat. Queues, schedules, workflows and activities have theirs in core.</summary>
internal static class FunctionNames
{
    /// <summary>Prefix of the app settings that reach the bus.</summary>
    public const string Bus = "ServiceBusConnection";
}
