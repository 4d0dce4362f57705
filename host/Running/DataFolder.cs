using System.Security.Cryptography;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>The one folder this program writes to: a store per market, the API token, and a lock that keeps a second trader out.</summary>
internal sealed class DataFolder
{
    private const string LastMarketFile = "last-market";
    private const string TokenFile = "api-token";

    private DataFolder(string path) => Root = path;

    public string Root { get; }

    /// <exception cref="WorldException">The folder cannot be made or written to.</exception>
    public static DataFolder OpenOrCreate(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, ".write-test");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"The data folder '{path}' cannot be written to ({fault.Message}); choose another with --data DIR.", fault);
        }
        return new DataFolder(path);
    }

    /// <exception cref="UsageException">There is no such folder, or nothing ever ran in it.</exception>
    public static DataFolder OpenExisting(string path)
    {
        var folder = new DataFolder(path);
        return File.Exists(Path.Combine(path, LastMarketFile))
            ? folder
            : throw new UsageException($"--data '{path}' holds no trader yet; start one with 'powertrader run --data {path}'");
    }

    public string StorePath(MarketId market) => Path.Combine(Root, market + ".db");

    /// <summary>Null where nothing ever ran in the folder, or what is noted there is no market.</summary>
    public static MarketId? LastMarketOf(string path)
    {
        var file = Path.Combine(path, LastMarketFile);
        return File.Exists(file) && File.ReadAllText(file).Trim() is var text && Core.Tenancy.IdGrammar.IsName(text) ? MarketId.Parse(text) : null;
    }

    public MarketId LastMarket
    {
        get => MarketId.Parse(File.ReadAllText(Path.Combine(Root, LastMarketFile)).Trim());
        set => File.WriteAllText(Path.Combine(Root, LastMarketFile), value.Value);
    }

    /// <summary>Held until disposed. A second trader on the same market would decide on the same money.</summary>
    /// <exception cref="WorldException">Another process holds it.</exception>
    public FileStream Lock(MarketId market)
    {
        var path = Path.Combine(Root, market + ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new WorldException($"Another trader is running on '{market}' in '{Root}'; stop it, or choose another folder with --data DIR.", fault);
        }
    }

    /// <summary>Bearer token of the API, in a file that only its owner reads; drawn at the first use.</summary>
    public string ApiToken()
    {
        var path = Path.Combine(Root, TokenFile);
        if (File.Exists(path)) return File.ReadAllText(path).Trim();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(new FileStream(path, options));
        writer.Write(token);
        return token;
    }
}
