using PowerTrader.Adapters.Secrets;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Secrets;

public sealed class ProtectedSecretStoreTests : SecretStoreCompliance, IDisposable
{
    private const string Secret = "nobody-may-read-this";

    private readonly string root = Directory.CreateTempSubdirectory("powertrader-secrets-").FullName;
    private readonly ManualTimeProvider time = new(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ProtectedSecretStore store;

    public ProtectedSecretStoreTests() => store = Open();

    protected override ISecretStore Store => store;

    private string Folder => Path.Combine(root, "secrets");

    private string Ring => Path.Combine(Folder, "keys");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>A folder in the place of the file, which no call can read or replace.</summary>
    protected override void Fail()
    {
        File.Delete(Path.Combine(Folder, "secrets.json"));
        Directory.CreateDirectory(Path.Combine(Folder, "secrets.json"));
    }

    [Fact]
    public async Task Get_AnotherProcess_ReadsWhatWasStored()
    {
        await store.SetAsync("api-token", Secret, Token);

        (await Open().GetAsync("api-token", Token)).ShouldBe(Secret);
    }

    [Fact]
    public async Task Set_ASecret_StandsInNoFileAndEveryFileIsTheOwnersAlone()
    {
        await store.SetAsync("api-token", Secret, Token);

        foreach (var path in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(path, Token)).ShouldNotContain(Secret);
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        }
        foreach (var path in (string[])[Folder, Ring])
        {
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, path);
        }
    }

    [Fact]
    public async Task Get_LostKeyRing_IsCorruptWithTheRemedyAndWithoutAValue()
    {
        await store.SetAsync("api-token", Secret, Token);
        Directory.Delete(Ring, recursive: true);

        var fault = await Should.ThrowAsync<CorruptException>(() => Open().GetAsync("api-token", Token));

        fault.Message.ShouldBe($"'api-token' cannot be opened: its key ring is not there ({Ring}). Put the folder back that was there when the key was stored, or store the key again with 'powertrader keys set'.");
    }

    [Fact]
    public async Task Get_KeyRingOfAnotherInstallation_IsCorruptAndCanBeStoredAnew()
    {
        await store.SetAsync("api-token", Secret, Token);
        Directory.Delete(Ring, recursive: true);
        await Open().SetAsync("other", "of a new ring", Token);

        (await Should.ThrowAsync<CorruptException>(() => Open().GetAsync("api-token", Token))).Message.ShouldContain("its key ring does not fit");
        await Open().SetAsync("api-token", "anew", Token);
        (await Open().GetAsync("api-token", Token)).ShouldBe("anew");
    }

    [Fact]
    public async Task Get_AValueMovedToAnotherName_IsNotOpened()
    {
        await store.SetAsync("first", Secret, Token);
        var path = Path.Combine(Folder, "secrets.json");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Token)).Replace("\"first\"", "\"second\"", StringComparison.Ordinal), Token);

        await Should.ThrowAsync<CorruptException>(() => store.GetAsync("second", Token));
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("{\"v\":1}")]
    public async Task AnyCall_DamagedFile_IsCorruptAndKeepsIt(string content)
    {
        await store.SetAsync("api-token", Secret, Token);
        var path = Path.Combine(Folder, "secrets.json");
        await File.WriteAllTextAsync(path, content, Token);

        (await Should.ThrowAsync<CorruptException>(() => store.GetAsync("api-token", Token))).Message.ShouldContain("is damaged");
        await Should.ThrowAsync<CorruptException>(() => store.SetAsync("api-token", Secret, Token));
        (await File.ReadAllTextAsync(path, Token)).ShouldBe(content);
    }

    [Fact]
    public async Task Set_ADeletedName_IsFreeAfterAMinuteOrOnceItIsPurged()
    {
        await store.SetAsync("old", Secret, Token);
        await store.DeleteAsync("old", Token);
        time.Advance(ProtectedSecretStore.Recovery);
        await store.SetAsync("old", "new", Token);
        (await store.PurgeAsync("old", Token)).ShouldBeTrue();
        await store.SetAsync("old", "newest", Token);

        (await store.GetAsync("old", Token)).ShouldBe("newest");
        (await store.HoldsAsync("OLD", Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Set_WhileAnotherProcessWrites_IsTransient()
    {
        await store.SetAsync("api-token", Secret, Token);
        await using var other = new FileStream(Path.Combine(Folder, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        (await Should.ThrowAsync<TransientException>(() => store.SetAsync("api-token", "other", Token))).Message.ShouldContain("who else has it open");
        (await store.GetAsync("api-token", Token)).ShouldBe(Secret);
    }

    private ProtectedSecretStore Open() => new(Folder, time);
}
