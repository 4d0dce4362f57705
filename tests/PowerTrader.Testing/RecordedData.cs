namespace PowerTrader.Testing;

/// <summary>Recorded exchange data, which is not part of the repository: tests that need it skip, with the reason, where it is absent.</summary>
public static class RecordedData
{
    /// <summary>Path of a recorded file; skips the running test where it is not there.</summary>
    public static string Require(params string[] parts)
    {
        var root = Root();
        if (root is null) Assert.Skip("The recorded data is absent: set POWERTRADER_RECORDED, or put a folder 'shared' beside the repository.");
        var path = Path.Combine([root, .. parts]);
        if (!Path.Exists(path)) Assert.Skip($"The recorded file {Path.Combine(parts)} is absent.");
        return path;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("POWERTRADER_RECORDED") is { Length: > 0 } set) return Directory.Exists(set) ? set : null;
        var repository = Repository.Root;
        var beside = Path.Combine(Path.GetDirectoryName(repository)!, "shared");
        return Directory.Exists(beside) ? beside : null;
    }
}
