using PowerTrader.Compliance.TableCases;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Compliance;

/// <summary>What every <see cref="ITableStore"/> keeps to; each case names the rule of Azure Table Storage that it encodes.</summary>
public abstract class TableStoreCompliance
{
    private const string Docs = "https://learn.microsoft.com/en-us/rest/api/storageservices/";
    private const string Model = Docs + "understanding-the-table-service-data-model";
    private const string Insert = Docs + "insert-entity";
    private const string Upsert = Docs + "insert-or-replace-entity";
    private const string Update = Docs + "update-entity2";
    private const string Deletion = Docs + "delete-entity1";
    private const string Batch = Docs + "performing-entity-group-transactions";
    private const string Query = Docs + "query-entities";
    private const string Paging = Docs + "query-timeout-and-pagination";
    private const string Cases = "tests/table-cases/README.md";
    private const string Replies = "docs/reference/ports.md#replies";
    private const string Partition = "local|main";

    /// <summary>A fresh table's name where the service keeps its tables between runs.</summary>
    protected virtual string Table => "Compliance";

    protected abstract ITableStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> CaseIds => [.. TableCase.All.Keys];

    [Trait("Source", Cases)]
    [Theory(DisplayName = "Cases as data: the store answers as the service does")]
    [MemberData(nameof(CaseIds))]
    public Task Case_PlayedOnTheStore_AnswersAsTheServiceDoes(string id) => new TableCaseRunner(Store, Table, Token).RunAsync(TableCase.All[id]);

    [Trait("Source", Model + "#property-types")]
    [Fact(DisplayName = "Data model: every property type comes back as it was written, to the tick; null properties are not stored")]
    public async Task Get_RowOfEveryType_ReturnsEqualValuesWithoutNulls()
    {
        var time = new DateTimeOffset(2025, 3, 1, 12, 30, 15, TimeSpan.FromHours(2)).AddTicks(1234567);
        var values = new Dictionary<string, object?>
        {
            ["text"] = "žluťoučký \"kůň\" 🐎",
            ["number"] = int.MinValue,
            ["big"] = long.MaxValue,
            ["real"] = 0.1,
            ["yes"] = true,
            ["no"] = false,
            ["time"] = time,
            ["id"] = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
            ["bytes"] = new byte[] { 0, 1, 255 },
            ["nothing"] = null,
            ["empty"] = "",
        };

        await Store.UpsertAsync(Table, new TableRow(Partition, "all", values), Token);

        var row = (await Store.GetAsync(Table, Partition, "all", Token)).ShouldNotBeNull();
        row.Properties.Keys.Order(StringComparer.Ordinal).ShouldBe(values.Keys.Where(key => key != "nothing").Order(StringComparer.Ordinal));
        row.Properties["time"].ShouldBeOfType<DateTimeOffset>().UtcTicks.ShouldBe(time.UtcTicks);
        row.Bytes("bytes").ShouldBe([0, 1, 255]);
        foreach (var name in (string[])["text", "number", "big", "real", "yes", "no", "id", "empty"]) row.Properties[name].ShouldBe(values[name]);
    }

    [Trait("Source", Upsert)]
    [Fact(DisplayName = "Insert or Replace Entity: replaces the whole entity; a property not sent is gone")]
    public async Task Upsert_FewerProperties_DropsTheOthers()
    {
        await Store.UpsertAsync(Table, Row("a", ("x", 1), ("y", 2)), Token);
        await Store.UpsertAsync(Table, Row("a", ("x", 3)), Token);

        var row = await Store.GetAsync(Table, Partition, "a", Token);

        row!.Properties.ShouldHaveSingleItem().Value.ShouldBe(3);
    }

    [Trait("Source", Update)]
    [Fact(DisplayName = "ETag: changes with each write, equal content included, and is never used again for the key")]
    public async Task Write_SameContentAgain_ChangesTheETag()
    {
        var first = await WriteOne(new TableOperation.Upsert(Row("a", ("x", 1))));
        var second = await WriteOne(new TableOperation.Upsert(Row("a", ("x", 1))));
        await WriteOne(new TableOperation.Delete("a"));
        var third = await WriteOne(new TableOperation.Insert(Row("a", ("x", 1))));

        new[] { first, second, third }.Distinct().Count().ShouldBe(3);
        (await Store.GetAsync(Table, Partition, "a", Token))!.ETag.ShouldBe(third);
    }

    [Trait("Source", Update)]
    [Fact(DisplayName = "Update Entity: If-Match of an older version is 412, of a missing entity 404, of the current one replaces")]
    public async Task Replace_ByVersion_OnlyTheCurrentOneWins()
    {
        var old = await WriteOne(new TableOperation.Insert(Row("a", ("x", 1))));
        var current = await WriteOne(new TableOperation.Replace(Row("a", ("x", 2)), old!));

        (await Write(new TableOperation.Replace(Row("a", ("x", 3)), old!))).ShouldBe(new TableWriteResult.Conflict("a"));
        (await Write(new TableOperation.Replace(Row("b", ("x", 3)), old!))).ShouldBe(new TableWriteResult.NotFound("b"));
        (await Write(new TableOperation.Replace(Row("a", ("x", 4)), current!))).ShouldBeOfType<TableWriteResult.Written>();
        (await Store.GetAsync(Table, Partition, "a", Token))!.Properties["x"].ShouldBe(4);
    }

    [Trait("Source", Deletion)]
    [Fact(DisplayName = "Delete Entity: If-Match * deletes any version, an older version is 412, a missing entity 404")]
    public async Task Delete_ByVersion_FollowsIfMatch()
    {
        var old = await WriteOne(new TableOperation.Insert(Row("a", ("x", 1))));
        await WriteOne(new TableOperation.Upsert(Row("a", ("x", 2))));

        (await Write(new TableOperation.Delete("a", old!))).ShouldBe(new TableWriteResult.Conflict("a"));
        (await Write(new TableOperation.Delete("a"))).ShouldBeOfType<TableWriteResult.Written>().ETags.ShouldBe([null]);
        (await Write(new TableOperation.Delete("a"))).ShouldBe(new TableWriteResult.NotFound("a"));
    }

    [Trait("Source", Batch)]
    [Fact(DisplayName = "Entity group transaction: all or nothing; the first failing operation is named")]
    public async Task Write_OneOperationRefused_WritesNothing()
    {
        await WriteOne(new TableOperation.Insert(Row("b", ("x", 1))));

        var result = await Write(
            new TableOperation.Insert(Row("a", ("x", 1))), new TableOperation.Insert(Row("b", ("x", 2))), new TableOperation.Upsert(Row("c", ("x", 3))));

        result.ShouldBe(new TableWriteResult.AlreadyExists("b"));
        (await Store.GetAsync(Table, Partition, "a", Token)).ShouldBeNull();
        (await Store.GetAsync(Table, Partition, "c", Token)).ShouldBeNull();
        (await Store.GetAsync(Table, Partition, "b", Token))!.Properties["x"].ShouldBe(1);
    }

    [Trait("Source", Batch)]
    [Fact(DisplayName = "Entity group transaction: at most 100 operations")]
    public async Task Write_HundredAndOneOperations_IsTooLarge()
    {
        (await Write(Enumerable.Range(0, 100).Select(i => new TableOperation.Upsert(Row($"r{i:d3}", ("x", i)))).ToArray<TableOperation>()))
            .ShouldBeOfType<TableWriteResult.Written>().ETags.Count.ShouldBe(100);

        (await Write(Enumerable.Range(0, 101).Select(i => new TableOperation.Upsert(Row($"s{i:d3}", ("x", i)))).ToArray<TableOperation>()))
            .ShouldBeOfType<TableWriteResult.TooLarge>();
        (await Store.GetAsync(Table, Partition, "s000", Token)).ShouldBeNull();
    }

    [Trait("Source", Batch)]
    [Fact(DisplayName = "Entity group transaction: at most 4 MB")]
    public async Task Write_BatchOverFourMegabytes_IsTooLarge()
    {
        var big = Enumerable.Range(0, 15).Select(i => ($"p{i}", (object?)new byte[65_536])).ToArray();

        var result = await Write(Enumerable.Range(0, 5).Select(i => new TableOperation.Upsert(Row($"r{i}", big))).ToArray<TableOperation>());

        result.ShouldBeOfType<TableWriteResult.TooLarge>();
    }

    [Trait("Source", Model + "#property-limitations")]
    [Theory(DisplayName = "Data model: 64 KiB of UTF-16 a string, 64 KiB a binary, 1 MB an entity, 252 properties")]
    [InlineData("text", 32_768, true)]
    [InlineData("text", 32_769, false)]
    [InlineData("binary", 65_536, true)]
    [InlineData("binary", 65_537, false)]
    [InlineData("properties", 252, true)]
    [InlineData("properties", 253, false)]
    [InlineData("row", 15, true)]
    [InlineData("row", 16, false)]
    public async Task Write_ValueAtItsLimit_IsTakenAndOverItRefused(string kind, int size, bool taken)
    {
        var row = kind switch
        {
            "text" => Row("a", ("x", new string('x', size))),
            "binary" => Row("a", ("x", new byte[size])),
            "row" => Row("a", [.. Enumerable.Range(0, size).Select(i => ($"p{i}", (object?)new string('x', 32_768)))]),
            _ => Row("a", [.. Enumerable.Range(0, size).Select(i => ($"p{i}", (object?)i))]),
        };

        var result = await Write(new TableOperation.Upsert(row));

        (result is TableWriteResult.Written).ShouldBe(taken);
        (result is TableWriteResult.TooLarge).ShouldBe(!taken);
        (await Store.GetAsync(Table, Partition, "a", Token) is not null).ShouldBe(taken);
    }

    [Trait("Source", Model + "#characters-disallowed-in-key-fields")]
    [Theory(DisplayName = "Keys: / \\ # ? and control characters are refused (400)")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u007fb")]
    public async Task Write_ForbiddenKeyCharacter_Throws(string key)
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Write(new TableOperation.Upsert(Row(key, ("x", 1)))));
        await Should.ThrowAsync<ArgumentException>(async () => await Store.GetAsync(Table, key, "a", Token));
    }

    [Trait("Source", Batch)]
    [Fact(DisplayName = "Entity group transaction: one partition, each entity once, at least one operation (400)")]
    public async Task Write_MalformedBatch_Throws()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Write(new TableOperation.Upsert(Row("a", ("x", 1))), new TableOperation.Delete("a")));
        await Should.ThrowAsync<ArgumentException>(async () => await Write());
        await Should.ThrowAsync<ArgumentException>(async () =>
            await Store.WriteAsync(Table, "other", [new TableOperation.Upsert(Row("a", ("x", 1)))], Token));
    }

    [Trait("Source", Query)]
    [Fact(DisplayName = "Query: ordinal order of row keys, lower bound included, upper bound not, one partition only")]
    public async Task Query_Range_ReturnsRowsInOrdinalOrder()
    {
        foreach (var key in (string[])["b", "B", "a|2", "a|10", "ab", "a", "ä"]) await WriteOne(new TableOperation.Insert(Row(key, ("x", 1))));
        await Store.UpsertAsync(Table, new TableRow("local|other", "a|3", new Dictionary<string, object?>()), Token);

        (await Keys(new TableQuery(Table, Partition))).ShouldBe(["B", "a", "ab", "a|10", "a|2", "b", "ä"]);
        (await Keys(TableQuery.Prefix(Table, Partition, "a|"))).ShouldBe(["a|10", "a|2"]);
        (await Keys(new TableQuery(Table, Partition, "a", "ab"))).ShouldBe(["a"]);
    }

    [Trait("Source", Query)]
    [Theory(DisplayName = "Query: a prefix ends before the next text in the order of UTF-16 units")]
    [InlineData("a", "a", "a\uFFFF", "b")]
    [InlineData("a\uD7FF", "a\uD7FF", "a\uD7FFz", "a🐎")]
    [InlineData("\U0010FFFF", "\U0010FFFF", "\U0010FFFFz", "\uE000")]
    [InlineData("🐎", "🐎", "🐎z", "\U0001F40F")]
    [InlineData("z\uFFFF", "z\uFFFF", "z\uFFFFz", "{")]
    public async Task Query_Prefix_ReturnsWhatBeginsWithIt(string prefix, string first, string second, string other)
    {
        foreach (var key in (string[])[other, second, first]) await WriteOne(new TableOperation.Insert(Row(key)));

        (await Keys(TableQuery.Prefix(Table, Partition, prefix))).ShouldBe([first, second]);
        (await Keys(TableQuery.Prefix(Table, Partition, ""))).Count.ShouldBe(3);
    }

    [Trait("Source", Model + "#rowkey-property")]
    [Fact(DisplayName = "Keys: a lone surrogate is no text (400)")]
    public async Task Write_LoneSurrogateInAKey_Throws()
    {
        foreach (var key in (string[])["\uD83D", "a\uDC0E", "\uDC0E\uD83D"])
            await Should.ThrowAsync<ArgumentException>(async () => await Write(new TableOperation.Insert(Row(key))));
    }

    [Trait("Source", Batch)]
    [Fact(DisplayName = "Entity group transaction: a delete of an older version is 412 and undoes the rest")]
    public async Task Write_DeleteOfAnOlderVersionInABatch_WritesNothing()
    {
        var old = await WriteOne(new TableOperation.Insert(Row("a", ("x", 1))));
        await WriteOne(new TableOperation.Upsert(Row("a", ("x", 2))));

        (await Write(new TableOperation.Insert(Row("b")), new TableOperation.Delete("a", old!))).ShouldBe(new TableWriteResult.Conflict("a"));
        (await Keys(new TableQuery(Table, Partition))).ShouldBe(["a"]);
    }

    [Trait("Source", Paging)]
    [Fact(DisplayName = "Query: pages of at most 1,000 entities with a continuation")]
    public async Task Query_MoreThanAPage_ContinuesUntilTheEnd()
    {
        for (var batch = 0; batch < 12; batch++)
            await Write([.. Enumerable.Range(batch * 100, 100).Select(i => new TableOperation.Insert(Row($"{i:d5}", ("x", i))))]);

        var first = await Store.QueryAsync(new TableQuery(Table, Partition), null, Token);

        first.Rows.Count.ShouldBe(1000);
        first.Continuation.ShouldNotBeNull();
        (await Keys(new TableQuery(Table, Partition))).Count.ShouldBe(1200);
        (await Keys(new TableQuery(Table, Partition, PageSize: 7))).ShouldBe(Enumerable.Range(0, 1200).Select(i => $"{i:d5}"));
    }

    [Trait("Source", Insert)]
    [Fact(DisplayName = "Lost reply: the write was committed though the caller saw a time-out; reading again finds it")]
    public async Task Write_ReplyLost_IsFoundByReadingAgain()
    {
        var losing = new LosingTableStore(Store) { RepliesToLose = 1 };
        var operation = new TableOperation.Insert(Row("head", ("commit", "id-7")));

        await Should.ThrowAsync<AmbiguousException>(async () => await losing.WriteAsync(Table, Partition, [operation], Token));

        (await losing.GetAsync(Table, Partition, "head", Token))!.Text("commit").ShouldBe("id-7");
        (await losing.WriteAsync(Table, Partition, [operation], Token)).ShouldBe(new TableWriteResult.AlreadyExists("head"));
    }

    [Trait("Source", Batch)]
    [Fact(DisplayName = "Lost reply of a batch: the head row's commit id tells that it was this batch, and its new version goes on")]
    public async Task Write_BatchReplyLost_IsToldByItsCommitId()
    {
        var head = await WriteOne(new TableOperation.Insert(Row("head", ("commit", "id-1"))));
        TableOperation[] batch =
            [new TableOperation.Replace(Row("head", ("commit", "id-2")), head!), new TableOperation.Insert(Row("lot|1")), new TableOperation.Insert(Row("lot|2"))];
        var losing = new LostReplies(1).Over(Store);

        await Should.ThrowAsync<AmbiguousException>(() => losing.WriteAsync(Table, Partition, batch, Token));

        (await losing.WriteAsync(Table, Partition, batch, Token)).ShouldBe(new TableWriteResult.Conflict("head"));
        var found = (await losing.GetAsync(Table, Partition, "head", Token))!;
        found.Text("commit").ShouldBe("id-2");
        (await Keys(TableQuery.Prefix(Table, Partition, "lot|"))).ShouldBe(["lot|1", "lot|2"]);
        (await Write(new TableOperation.Replace(Row("head", ("commit", "id-3")), found.ETag!))).ShouldBeOfType<TableWriteResult.Written>();
    }

    [Trait("Source", Deletion)]
    [Fact(DisplayName = "Lost reply of a delete: deleting again is 404")]
    public async Task Write_DeleteReplyLost_IsNotFoundAgain()
    {
        var etag = await WriteOne(new TableOperation.Insert(Row("a")));
        var losing = new LostReplies(1).Over(Store);

        await Should.ThrowAsync<AmbiguousException>(() => losing.WriteAsync(Table, Partition, [new TableOperation.Delete("a", etag!)], Token));

        (await losing.WriteAsync(Table, Partition, [new TableOperation.Delete("a", etag!)], Token)).ShouldBe(new TableWriteResult.NotFound("a"));
    }

    [Trait("Source", Replies)]
    [Fact(DisplayName = "Lost replies: a caller that reads after each one counts to a hundred, though every third reply is lost")]
    public async Task Write_ManyRepliesLost_CountsEachOnce()
    {
        var replies = new LostReplies([.. Enumerable.Range(1, 200).Where(call => call % 3 == 0)]);
        var losing = replies.Over(Store);
        await WriteOne(new TableOperation.Insert(Row("counter", ("n", 0))));
        for (var n = 1; n <= 100; n++)
        {
            while (true)
            {
                var row = (await losing.GetAsync(Table, Partition, "counter", Token))!;
                if ((int)row.Properties["n"]! == n) break;
                try
                {
                    await losing.WriteAsync(Table, Partition, [new TableOperation.Replace(Row("counter", ("n", n)), row.ETag!)], Token);
                }
                catch (AmbiguousException)
                {
                    // The next look tells.
                }
            }
        }

        replies.Calls.ShouldBe(100);
        replies.Lost.Count.ShouldBe(33);
        (await Store.GetAsync(Table, Partition, "counter", Token))!.Properties["n"].ShouldBe(100);
    }

    private static TableRow Row(string key, params (string Name, object? Value)[] values) =>
        new(Partition, key, values.ToDictionary(pair => pair.Name, pair => pair.Value));

    private Task<TableWriteResult> Write(params TableOperation[] operations) => Store.WriteAsync(Table, Partition, operations, Token);

    private async Task<string?> WriteOne(TableOperation operation) =>
        (await Write(operation)).ShouldBeOfType<TableWriteResult.Written>().ETags.ShouldHaveSingleItem();

    private async Task<List<string>> Keys(TableQuery query)
    {
        var keys = new List<string>();
        await foreach (var row in Store.ReadAllAsync(query, Token)) keys.Add(row.Row);
        return keys;
    }
}
