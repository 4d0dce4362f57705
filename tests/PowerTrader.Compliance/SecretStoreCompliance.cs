using PowerTrader.Core.Ports;

namespace PowerTrader.Compliance;

/// <summary>What every <see cref="ISecretStore"/> keeps to; each case names the rule of Azure Key Vault that it encodes.</summary>
public abstract class SecretStoreCompliance
{
    private const string Limits = "https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates";
    private const string Versions = "https://learn.microsoft.com/en-us/azure/key-vault/secrets/about-secrets";
    private const string Deletion = "https://learn.microsoft.com/en-us/azure/key-vault/general/soft-delete-overview";
    private const string Throttling = "https://learn.microsoft.com/en-us/azure/key-vault/general/overview-throttling";
    private const string Value = "a-value-that-nobody-may-read";

    protected abstract ISecretStore Store { get; }

    /// <summary>From now on every request fails as a throttled or failing service would.</summary>
    protected abstract void Fail();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Source", Versions)]
    public async Task Get_WhatWasNeverSet_IsNull() => (await Store.GetAsync("nothing", Token)).ShouldBeNull();

    [Fact]
    [Trait("Source", Versions)]
    public async Task Set_Twice_TheNewestIsRead()
    {
        await Store.SetAsync("api-token", "first", Token);
        await Store.SetAsync("api-token", "second ünïcode", Token);

        (await Store.GetAsync("api-token", Token)).ShouldBe("second ünïcode");
    }

    [Fact]
    [Trait("Source", Limits)]
    public async Task Names_Case_IsOne()
    {
        await Store.SetAsync("Api-Token", Value, Token);

        (await Store.GetAsync("api-token", Token)).ShouldBe(Value);
    }

    [Fact]
    [Trait("Source", Deletion)]
    public async Task Delete_ASecret_IsGoneAndASecondTimeFalse()
    {
        await Store.SetAsync("old", Value, Token);

        (await Store.DeleteAsync("old", Token)).ShouldBeTrue();
        (await Store.GetAsync("old", Token)).ShouldBeNull();
        (await Store.DeleteAsync("old", Token)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Source", Deletion)]
    public async Task Set_ADeletedName_IsTransientUntilItIsFreeAndHidesTheValue()
    {
        await Store.SetAsync("old", Value, Token);
        await Store.DeleteAsync("old", Token);

        var fault = await Should.ThrowAsync<TransientException>(() => Store.SetAsync("old", Value, Token));

        fault.ToString().ShouldNotContain(Value);
    }

    [Theory]
    [Trait("Source", Limits)]
    [InlineData("")]
    [InlineData("api_token")]
    [InlineData("api/token")]
    [InlineData("schlüssel")]
    public async Task Names_OutsideTheGrammar_AreRefused(string name)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(name, Token));
        (await Should.ThrowAsync<ArgumentException>(() => Store.SetAsync(name, Value, Token))).ToString().ShouldNotContain(Value);
    }

    [Fact]
    [Trait("Source", Limits)]
    public async Task Values_OverTheLimit_AreRefusedWithoutBeingSaid()
    {
        var value = string.Concat(Enumerable.Repeat(Value, SecretRules.MaxValueBytes / Value.Length + 1));

        (await Should.ThrowAsync<ArgumentException>(() => Store.SetAsync("long", value, Token))).Message.ShouldNotContain(Value);
        (await Store.GetAsync("long", Token)).ShouldBeNull();
    }

    [Fact]
    [Trait("Source", Throttling)]
    public async Task AnyCall_AServiceThatFails_IsTransientAndHidesTheValue()
    {
        await Store.SetAsync("api-token", Value, Token);
        Fail();

        foreach (var call in (Func<Task>[])[() => Store.GetAsync("api-token", Token), () => Store.SetAsync("api-token", Value, Token), () => Store.DeleteAsync("api-token", Token)])
            (await Should.ThrowAsync<TransientException>(call)).ToString().ShouldNotContain(Value);
    }
}
