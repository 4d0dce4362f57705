namespace PowerTrader.Cloud.Workflows;

/// <summary>Activities of the adapter itself, beside those of the catalogue.</summary>
public static class DurableActivities
{
    /// <summary>Whether an instance of the id was ever started and not purged since.</summary>
    public const string InstanceExists = "InstanceExists";

    /// <summary>The reason of an instance's termination after one character, so that an empty text says that there is none of the id.</summary>
    public const string InstanceEnd = "InstanceEnd";
}
