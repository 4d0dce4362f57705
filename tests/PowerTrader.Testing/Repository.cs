namespace PowerTrader.Testing;

/// <summary>The repository these tests were built from, for tests that read its files.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PowerTrader.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("PowerTrader.sln was not found above the test assembly.");
    }
}
