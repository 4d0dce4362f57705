namespace PowerTrader.Cloud.Workflows;

/// <summary>Names of workflows as functions have them: a function's name holds letters, digits, <c>-</c> and <c>_</c> only.</summary>
public static class DurableNames
{
    /// <summary><c>TradeCycle.v1</c> is <c>TradeCycle_v1</c>.</summary>
    public static string Of(string workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return workflow.Replace('.', '_');
    }
}
