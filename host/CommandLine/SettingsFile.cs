using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;

namespace PowerTrader.Host.CommandLine;

/// <summary>Settings as they stand for a data folder: defaults, profile, the folder's file, the environment, <c>--profile</c> and <c>--set</c>.</summary>
/// <param name="Values">Every setting with its origin.</param>
/// <param name="Faults">Every broken rule; empty where trading may begin.</param>
internal sealed record SettingsFile(string Path, IReadOnlyList<SettingValue> Values, TraderSettings Settings, IReadOnlyList<string> Faults)
{
    public const string Name = "powertrader.json";

    /// <param name="dataFolder">Null where no folder's file is asked for.</param>
    /// <param name="path">Null for the file of the data folder, which may be absent; a named one must exist.</param>
    /// <param name="sets"><c>KEY=VALUE</c> from the command line.</param>
    /// <param name="market">From the command line: bare coins, and those of the default, follow from it.</param>
    /// <param name="coins">From the command line, sound; null for what the other layers say.</param>
    public static SettingsFile Load(
        string? dataFolder, string? path, string? profile, IReadOnlyList<string> sets, string? market = null, IReadOnlyList<Symbol>? coins = null)
    {
        var resolver = new SettingsResolver();
        var faults = new List<string>();
        if (path is not null && string.IsNullOrWhiteSpace(path))
        {
            faults.Add($"--config '{path}' must name a file; for example --config {Name}");
            path = null;
        }
        var file = System.IO.Path.GetFullPath(path ?? System.IO.Path.Combine(dataFolder ?? "", Name));
        if ((path ?? dataFolder) is not null && File.Exists(file)) resolver.AddFile(ReadText(file), System.IO.Path.GetFileName(file));
        else if (path is not null) faults.Add($"--config '{path}' does not exist; write one with 'powertrader init --config {path}'");
        resolver.AddEnvironment(Environment.GetEnvironmentVariable);
        if (market is not null) resolver.Add("market", market, "--market");
        if (profile is not null) resolver.Add("profile", profile, "--profile");
        if (coins is not null) resolver.Add("coins", string.Join(',', coins), "--coins");
        foreach (var set in sets) resolver.AddAssignment(set, "--set");
        var values = resolver.Resolve();
        return new SettingsFile(file, values, TraderSettings.From(values), [.. faults, .. resolver.Faults]);
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"The settings file '{file}' cannot be read ({fault.Message.TrimEnd('.')}); check its permissions.", fault);
        }
    }
}
