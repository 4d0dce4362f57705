using System.Security.Cryptography;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>The one folder this program writes to: a store per market and venue, the API token, and a lock that keeps a second trader out.</summary>
internal sealed class DataFolder
{
    private const string LastMarketFile = "last-market";
    private const string TokenFile = "api-token";
    private const string PortFile = "api-port";

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

    public string StorePath(StoreName name) => Path.Combine(Root, name + ".db");

    /// <summary>Null where nothing ever ran in the folder, or what is noted there is no market.</summary>
    public static StoreName? LastStoreOf(string path)
    {
        var file = Path.Combine(path, LastMarketFile);
        return File.Exists(file) && StoreName.TryParse(File.ReadAllText(file).Trim(), out var name) ? name : null;
    }

    /// <exception cref="WorldException">The file names no market that has a store here.</exception>
    public StoreName LastStore
    {
        get
        {
            var file = Path.Combine(Root, LastMarketFile);
            var text = File.ReadAllText(file).Trim();
            if (StoreName.TryParse(text, out var name) && File.Exists(StorePath(name))) return name;
            var stores = string.Join(", ", Directory.GetFiles(Root, "*.db").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
            throw new WorldException(
                $"The file '{file}' names no store here ('{text.ReplaceLineEndings(" ")}'): write the name of one there{(stores.Length > 0 ? $" ({stores})" : "")}, or start 'powertrader run'.");
        }
        set => File.WriteAllText(Path.Combine(Root, LastMarketFile), value.ToString());
    }

    /// <summary>Where the trader that ran last answers over HTTP; null where none ever did.</summary>
    public int? ApiPort
    {
        get => File.Exists(Path.Combine(Root, PortFile)) && int.TryParse(File.ReadAllText(Path.Combine(Root, PortFile)), out var port) ? port : null;
        set => File.WriteAllText(Path.Combine(Root, PortFile), value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "");
    }

    /// <summary>Held until disposed. A second trader on the same market would decide on the same money.</summary>
    /// <exception cref="WorldException">Another process holds it.</exception>
    public FileStream Lock(StoreName name)
    {
        return TryLock(name) ?? throw new WorldException($"Another trader is running on '{name}' in '{Root}'; stop it, or choose another folder with --data DIR.");
    }

    /// <summary>Held until disposed; null where another process holds it.</summary>
    public FileStream? TryLock(StoreName name)
    {
        try
        {
            return new FileStream(Path.Combine(Root, name + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A trader runs on the market at this moment.</summary>
    public bool IsOwned(StoreName name)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(Root, name + ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
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
