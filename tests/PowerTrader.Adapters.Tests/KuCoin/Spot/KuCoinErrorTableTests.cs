using System.Net;
using PowerTrader.Adapters.KuCoin;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>Codes of the venue's documentation, recorded texts, and what may be done after each.</summary>
public class KuCoinErrorTableTests
{
    [Theory]
    [InlineData("200004", "Balance insufficient!", KuCoinErrorKind.InsufficientBalance)]
    [InlineData("400100", "account.available.amount", KuCoinErrorKind.InsufficientBalance)]
    [InlineData("400100", "Order size below the minimum requirement.", KuCoinErrorKind.OrderRules)]
    [InlineData("400100", "The quantity is below the minimum requirement.", KuCoinErrorKind.OrderRules)]
    [InlineData("400100", "price not in the given range!", KuCoinErrorKind.OrderRules)]
    [InlineData("600100", "Order size increment invalid.", KuCoinErrorKind.OrderRules)]
    [InlineData("600101", "The order funds should more then 0.1 USDT.", KuCoinErrorKind.OrderRules)]
    [InlineData("400100", "validation.createOrder.clientOidDuplicated", KuCoinErrorKind.DuplicateClientId)]
    [InlineData("400100", "validation.createOrder.clientOidIsRequired", KuCoinErrorKind.BadRequest)]
    [InlineData("400100", "pageSize should not greater than 500", KuCoinErrorKind.BadRequest)]
    [InlineData("400100", "order_not_exist_or_not_allow_to_cancel", KuCoinErrorKind.OrderNotFound)]
    [InlineData("400100", "Order not exist or not allow to be cancelled", KuCoinErrorKind.OrderNotFound)]
    [InlineData("400100", "order not exist", KuCoinErrorKind.OrderNotFound)]
    [InlineData("400100", "The order does not exist.", KuCoinErrorKind.OrderNotFound)]
    [InlineData("order_not_exist", "order_not_exist", KuCoinErrorKind.OrderNotFound)]
    [InlineData("400100", "Unsupported trading pair.", KuCoinErrorKind.UnknownSymbol)]
    [InlineData("400003", "KC-API-KEY not exists", KuCoinErrorKind.Forbidden)]
    [InlineData("400002", "Invalid KC-API-TIMESTAMP", KuCoinErrorKind.Clock)]
    [InlineData("400007", "Require more permission", KuCoinErrorKind.Permission)]
    [InlineData("411100", "user are frozen", KuCoinErrorKind.AccountBlocked)]
    [InlineData("400600", "validation.createOrder.symbolNotAvailable", KuCoinErrorKind.Suspended)]
    public void From_CodeAndText_HasItsKind(string code, string text, KuCoinErrorKind expected) =>
        KuCoinError.From(HttpStatusCode.OK, code, text).Kind.ShouldBe(expected);

    [Fact]
    public void From_EveryListedCode_IsEitherARefusalOrMayBeAskedAgain()
    {
        foreach (var code in KuCoinErrorTable.Codes)
        {
            var error = KuCoinError.From(HttpStatusCode.OK, code, "words");
            error.IsRefusal.ShouldBe(!error.IsTransient, code);
            KuCoinError.From(HttpStatusCode.InternalServerError, code, "words").IsRefusal.ShouldBeFalse(code);
            KuCoinError.From(HttpStatusCode.TooManyRequests, code, "words").IsRefusal.ShouldBeFalse(code);
        }
        KuCoinErrorTable.Codes.Count().ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public void FromPage_OfSomethingInFront_IsNoRefusal(int status) => KuCoinError.FromPage((HttpStatusCode)status, "<html>no</html>"u8).IsRefusal.ShouldBeFalse();
}
