using PowerTrader.Adapters.Live;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Keys;

/// <summary>Asks a venue by its own broker whether keys work: reads the account, places nothing.</summary>
internal sealed class BrokerKeyTest(string venue, IReadOnlyDictionary<string, string> options) : IKeyTest
{
    public string Venue => venue;

    public async Task<KeyTestResult> TestAsync(PortfolioKey portfolio, ISecretStore secrets, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("powertrader-keys-");
        try
        {
            // What a broker remembers of orders has no place to go yet.
            using var store = SqliteStore.Open(Path.Combine(folder.FullName, "keys.db"));
            var broker = VenueAccounts.Open(venue, portfolio, VenueAccounts.Addressed(venue, options, MarketWiring.AddressFrom(MarketWiring.RobinhoodVariable)), new SqliteTableStore(store), null!, TimeProvider.System, secrets, CostRules.Default);
            using var owned = broker as IDisposable;
            var account = await broker.GetAccountAsync(cancellationToken);
            if (account.MayTrade == false) return new KeyTestResult(KeyTestOutcome.LacksTradePermission);
            return account.Status switch
            {
                AccountStatus.Blocked => new KeyTestResult(KeyTestOutcome.Works, "the account takes no orders now"),
                AccountStatus.SellOnly => new KeyTestResult(KeyTestOutcome.Works, "the account takes sales only"),
                _ => new KeyTestResult(KeyTestOutcome.Works, account.MayTrade is null ? "whether they may trade shows with the first order" : null),
            };
        }
        catch (ParameterException fault)
        {
            throw new UsageException([.. VenueAccounts.Faults(fault)]);
        }
        catch (VenueAccessException refused)
        {
            return new KeyTestResult(refused.Access switch
            {
                VenueAccess.Clock => KeyTestOutcome.ClockSkew,
                VenueAccess.Permission => KeyTestOutcome.LacksTradePermission,
                _ => KeyTestOutcome.Refused,
            }, refused.Message);
        }
        catch (FormatException unsound)
        {
            return new KeyTestResult(KeyTestOutcome.Refused, unsound.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
