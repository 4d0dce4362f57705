namespace PowerTrader.Host.CommandLine;

public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Port, folder, disk, network, store.</summary>
    public const int WorldFailed = 1;

    /// <summary>Options, configuration, content of a file.</summary>
    public const int WrongUsage = 2;
}
