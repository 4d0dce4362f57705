namespace PowerTrader.Testing;

/// <summary>The repository these tests were built from, for tests that read its files.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A file of another project's output, built as these tests were: beside them, wherever builds put their output.</summary>
    /// <param name="own">The project of the tests that ask.</param>
    public static string Built(string own, string project, string file) => Path.Combine(AppContext.BaseDirectory.Replace(own, project, StringComparison.Ordinal), file);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PowerTrader.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("PowerTrader.sln was not found above the test assembly.");
    }
}
