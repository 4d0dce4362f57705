using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Settings;

public class SettingsStoreTests
{
    private static readonly PortfolioKey Key = new("local", "main");
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LosingTableStore tables = new(new InMemoryTableStore());
    private readonly SettingsStore store;

    public SettingsStoreTests() => store = new SettingsStore(tables);

    [Fact]
    public async Task Keep_SameText_MakesNoVersion_AndOtherTextMakesOne()
    {
        (await store.GetCurrentAsync(Key, default)).ShouldBeNull();

        var first = await store.KeepAsync(Key, "a=1\n", Start, default);
        var same = await store.KeepAsync(Key, "a=1\n", Start.AddDays(1), default);
        var second = await store.KeepAsync(Key, "a=2\n", Start.AddDays(2), default);

        same.ShouldBe(first);
        (first.Number, second.Number).ShouldBe((1, 2));
        (await store.GetCurrentAsync(Key, default)).ShouldBe(second);
        (await store.ListAsync(Key, default)).ShouldBe([first, second]);
    }

    /// <summary>Going back is a change too: what stood when is never rewritten.</summary>
    [Fact]
    public async Task Keep_AnOlderText_IsANewVersion()
    {
        await store.KeepAsync(Key, "a=1\n", Start, default);
        await store.KeepAsync(Key, "a=2\n", Start, default);

        (await store.KeepAsync(Key, "a=1\n", Start, default)).Number.ShouldBe(3);
    }

    [Fact]
    public async Task Keep_ReplyLost_MakesOneVersion()
    {
        tables.RepliesToLose = 1;

        (await store.KeepAsync(Key, "a=1\n", Start, default)).Number.ShouldBe(1);
        (await store.ListAsync(Key, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Keep_AnotherHostInBetween_ComesAfterIt()
    {
        var other = new SettingsStore(tables);
        tables.BeforeNextWrite = () => other.KeepAsync(Key, "a=2\n", Start, default);

        var mine = await store.KeepAsync(Key, "a=1\n", Start, default);

        mine.Number.ShouldBe(2);
        (await store.ListAsync(Key, default)).Select(version => version.Text).ShouldBe(["a=2\n", "a=1\n"]);
        (await store.GetCurrentAsync(Key, default)).ShouldBe(mine);
    }

    [Fact]
    public async Task Keep_TwoPortfoliosOfATenant_HaveVersionsOfTheirOwn()
    {
        var other = new PortfolioKey("local", "main-2");
        await store.KeepAsync(Key, "a=1\n", Start, default);
        await store.KeepAsync(Key, "a=2\n", Start, default);

        (await store.KeepAsync(other, "a=3\n", Start, default)).Number.ShouldBe(1);
        (await store.ListAsync(Key, default)).Count.ShouldBe(2);
    }

    [Fact]
    public void Differences_NameWhatChangedWasAddedAndRemoved() => SettingsVersion.Differences("a=1\nb=\nBTC-USDT:c=4\n", "a=2\nb=\nd=5\n")
        .ShouldBe(["a 1 → 2", "d not set → 5", "BTC-USDT:c 4 → not set"]);
}
