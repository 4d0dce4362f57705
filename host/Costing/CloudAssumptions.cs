namespace PowerTrader.Host.Costing;

/// <summary>What the counts do not tell and the bill depends on. Each is a figure of the service's documentation, of this project's benchmarks, or a guess that says so.</summary>
internal static class CloudAssumptions
{
    public const double Month = 30 * 86_400d;

    /// <summary>Memory of an instance (<c>infra/main.bicep</c>), GB.</summary>
    public const double Memory = 2;

    /// <summary>Guesses of a request's time within a region, seconds.</summary>
    public const double TableRead = 0.004, TableQuery = 0.006, TableWrite = 0.008, Blob = 0.015, BusSend = 0.008, WorkflowStart = 0.020;

    /// <summary>Guess of a request over the internet, seconds.</summary>
    public const double Venue = 0.120;

    /// <summary>Guess of the host's and the runtime's own time for one execution, seconds.</summary>
    public const double Execution = 0.003;

    /// <summary>The gate over one idle portfolio, seconds: 7.6 ms for a thousand (<c>bench/results/2026-11-24.json</c>).</summary>
    public const double Gate = 7.6e-6;

    /// <summary>An active instance is billed for at least a second (Flex Consumption plan, "Billing").</summary>
    public const double LeastActive = 1;

    /// <summary>Executions that share an instance: ten orchestrators or activities each (Durable Functions, "Performance and scale"), eight sessions (Service Bus trigger).</summary>
    public const double DurableAtOnce = 10, SessionsAtOnce = 8;

    /// <summary>Groups with an instance that is always ready in production: orders and durable.</summary>
    public const double WarmInstances = 2;

    /// <summary>Bound of <c>infra/production.parameters.json</c>.</summary>
    public const double MostInstances = 100;

    /// <summary>What an execution leaves in the logs, bytes: a guess; dependencies are sampled away. The workspace takes at most 30 GB a month (<c>infra/modules/monitoring.bicep</c>).</summary>
    public const double LogBytes = 1000, MostLogGb = 30;

    /// <summary>Share of tenants that watch the dashboard at one time, a guess; connections of the free tier and of a unit.</summary>
    public const double Watching = 0.05, FreeConnections = 20, UnitConnections = 1000;

    /// <summary>Reads of a tenant's keys a month, a guess: once a day.</summary>
    public const double SecretReads = 30;

    /// <summary>Months of rows that are kept when the table is as large as this bill says.</summary>
    public const double KeptMonths = 12;

    /// <summary>Durable's storage back end, requests: tables per start (existence, instance, purge), per episode (history read, history and instance written) ...</summary>
    public const double TablesPerStart = 5, TablesPerEpisode = 3;

    /// <summary>... queues per start, per episode (get, delete), per activity (two messages, each got and deleted) and per timer.</summary>
    public const double QueuesPerStart = 1, QueuesPerEpisode = 2, QueuesPerActivity = 4, QueuesPerTimer = 1;

    /// <summary>Idle: four control queues and one of work items, polled every ten seconds, and as many leases renewed.</summary>
    public const double PolledQueues = 5, PollSeconds = 10;

    /// <summary>A timer's firing: its status written twice to a blob and read once; the host's lock renewed four times a minute for each of six timers.</summary>
    public const double TimerWrites = 2, LockRenewals = 6 * 4 * 60 * 24 * 30d;

    /// <summary>A loaded portfolio of five coins in memory, bytes, and how much of the memory they may take.</summary>
    public const double BookBytes = 24_000, BookShare = 0.5;
}
