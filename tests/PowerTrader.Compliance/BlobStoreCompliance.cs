using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Compliance;

/// <summary>What every <see cref="IBlobStore"/> keeps to; each case names the rule of Azure Blob Storage that it encodes.</summary>
public abstract class BlobStoreCompliance
{
    private const string Docs = "https://learn.microsoft.com/en-us/rest/api/storageservices/";
    private const string GetBlob = Docs + "get-blob";
    private const string PutBlob = Docs + "put-blob";
    private const string DeleteBlob = Docs + "delete-blob";
    private const string ListBlobs = Docs + "list-blobs";
    private const string Conditions = Docs + "specifying-conditional-headers-for-blob-service-operations";
    private const string Naming = Docs + "naming-and-referencing-containers--blobs--and-metadata";

    private static readonly BlobCondition Always = new BlobCondition.None();

    protected virtual string Container => "compliance";

    protected abstract IBlobStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Trait("Source", GetBlob)]
    [Fact(DisplayName = "Get Blob: the bytes as written, an empty blob included; 404 is null")]
    public async Task Get_WrittenBlobs_ReturnsTheirBytes()
    {
        var content = Enumerable.Range(0, 300_000).Select(i => (byte)(i % 251)).ToArray();
        await Put("models/a.bin", content, Always);
        await Put("empty", [], Always);

        (await Store.GetAsync(Container, "models/a.bin", Token))!.Content.ShouldBe(content);
        (await Store.GetAsync(Container, "empty", Token))!.Content.ShouldBeEmpty();
        (await Store.GetAsync(Container, "absent", Token)).ShouldBeNull();
    }

    [Trait("Source", PutBlob)]
    [Fact(DisplayName = "Put Blob: the ETag changes with each write and is the one that Get returns")]
    public async Task Put_Twice_ChangesTheETag()
    {
        var first = await Written("a", [1], Always);
        var second = await Written("a", [1], Always);

        second.ShouldNotBe(first);
        (await Store.GetAsync(Container, "a", Token))!.ETag.ShouldBe(second);
    }

    [Trait("Source", Conditions)]
    [Fact(DisplayName = "Conditional headers: If-None-Match * on an existing blob is 409 and changes nothing")]
    public async Task Put_IfAbsentOnExisting_IsAlreadyExists()
    {
        await Written("a", [1], new BlobCondition.IfAbsent());

        (await Put("a", [2], new BlobCondition.IfAbsent())).ShouldBeOfType<BlobWriteResult.AlreadyExists>();
        (await Store.GetAsync(Container, "a", Token))!.Content.ShouldBe([1]);
    }

    [Trait("Source", Conditions)]
    [Fact(DisplayName = "Conditional headers: If-Match of another version, or of a missing blob, is 412")]
    public async Task Put_IfMatch_OnlyTheCurrentVersionWins()
    {
        var old = await Written("a", [1], Always);
        var current = await Written("a", [2], new BlobCondition.IfMatch(old));

        (await Put("a", [3], new BlobCondition.IfMatch(old))).ShouldBeOfType<BlobWriteResult.Conflict>();
        (await Put("b", [3], new BlobCondition.IfMatch(current))).ShouldBeOfType<BlobWriteResult.Conflict>();
        (await Store.GetAsync(Container, "a", Token))!.Content.ShouldBe([2]);
        (await Store.GetAsync(Container, "b", Token)).ShouldBeNull();
    }

    [Trait("Source", DeleteBlob)]
    [Fact(DisplayName = "Delete Blob: true once, then 404; a new blob of the name has a new ETag")]
    public async Task Delete_Twice_IsTrueThenFalse()
    {
        var before = await Written("a", [1], Always);

        (await Store.DeleteAsync(Container, "a", Token)).ShouldBeTrue();
        (await Store.DeleteAsync(Container, "a", Token)).ShouldBeFalse();

        (await Store.GetAsync(Container, "a", Token)).ShouldBeNull();
        (await Written("a", [1], new BlobCondition.IfAbsent())).ShouldNotBe(before);
    }

    [Trait("Source", ListBlobs)]
    [Fact(DisplayName = "List Blobs: names with the prefix in ordinal order, over pages of 5,000")]
    public async Task List_Prefix_ReturnsNamesInOrdinalOrder()
    {
        foreach (var name in (string[])["m/b", "m/B", "m/a/2", "m", "n/a", "m_x"]) await Put(name, [1], Always);
        for (var i = 0; i < 1100; i++) await Put($"z/{i:d4}", [1], Always);

        (await Names("m/")).ShouldBe(["m/B", "m/a/2", "m/b"]);
        (await Names("z/")).ShouldBe(Enumerable.Range(0, 1100).Select(i => $"z/{i:d4}"));
        (await Names("")).Count.ShouldBe(1106);
        (await Names("absent")).ShouldBeEmpty();
    }

    [Trait("Source", Naming)]
    [Fact(DisplayName = "Naming: containers 3 to 63 of [a-z0-9-], blob names 1 to 1,024 characters (400)")]
    public async Task Put_BadNames_Throws()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Store.PutAsync("Models", "a", new byte[1], Always, Token));
        await Should.ThrowAsync<ArgumentException>(async () => await Put("", [1], Always));
        await Should.ThrowAsync<ArgumentException>(async () => await Put(new string('a', 1025), [1], Always));
        (await Put(new string('a', 1024), [1], Always)).ShouldBeOfType<BlobWriteResult.Written>();
    }

    [Trait("Source", Conditions)]
    [Fact(DisplayName = "Lost reply of a first write: writing again is 409, and reading shows whose bytes are there")]
    public async Task Put_IfAbsentReplyLost_IsFoundByReading()
    {
        var losing = new LostReplies(1).Over(Store);

        await Should.ThrowAsync<AmbiguousException>(() => losing.PutAsync(Container, "a", new byte[] { 7 }, new BlobCondition.IfAbsent(), Token));

        (await losing.PutAsync(Container, "a", new byte[] { 7 }, new BlobCondition.IfAbsent(), Token)).ShouldBeOfType<BlobWriteResult.AlreadyExists>();
        (await losing.GetAsync(Container, "a", Token))!.Content.ShouldBe([7]);
    }

    [Trait("Source", Conditions)]
    [Fact(DisplayName = "Lost reply of a conditional write: writing again is 412, and reading shows the own bytes with the version to go on from")]
    public async Task Put_IfMatchReplyLost_IsFoundByReading()
    {
        var old = await Written("a", [1], Always);
        var losing = new LostReplies(1).Over(Store);

        await Should.ThrowAsync<AmbiguousException>(() => losing.PutAsync(Container, "a", new byte[] { 2 }, new BlobCondition.IfMatch(old), Token));

        (await losing.PutAsync(Container, "a", new byte[] { 2 }, new BlobCondition.IfMatch(old), Token)).ShouldBeOfType<BlobWriteResult.Conflict>();
        var found = (await losing.GetAsync(Container, "a", Token))!;
        found.Content.ShouldBe([2]);
        (await losing.PutAsync(Container, "a", new byte[] { 3 }, new BlobCondition.IfMatch(found.ETag), Token)).ShouldBeOfType<BlobWriteResult.Written>();
    }

    [Trait("Source", DeleteBlob)]
    [Fact(DisplayName = "Lost reply of a delete: deleting again finds nothing")]
    public async Task Delete_ReplyLost_IsFoundByDeletingAgain()
    {
        await Written("a", [1], Always);
        var losing = new LostReplies(1).Over(Store);

        await Should.ThrowAsync<AmbiguousException>(() => losing.DeleteAsync(Container, "a", Token));

        (await losing.DeleteAsync(Container, "a", Token)).ShouldBeFalse();
        (await losing.GetAsync(Container, "a", Token)).ShouldBeNull();
    }

    private Task<BlobWriteResult> Put(string name, byte[] content, BlobCondition condition) => Store.PutAsync(Container, name, content, condition, Token);

    private async Task<string> Written(string name, byte[] content, BlobCondition condition) =>
        (await Put(name, content, condition)).ShouldBeOfType<BlobWriteResult.Written>().ETag;

    private async Task<List<string>> Names(string prefix)
    {
        var names = new List<string>();
        await foreach (var name in Store.ListAsync(Container, prefix, Token)) names.Add(name);
        return names;
    }
}
