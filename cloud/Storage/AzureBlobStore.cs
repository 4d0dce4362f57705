using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Storage;

/// <summary><see cref="IBlobStore"/> on Azure Blob Storage. A container is made when it is first written to.</summary>
public sealed class AzureBlobStore(BlobServiceClient service) : IBlobStore
{
    private readonly ConcurrentDictionary<string, BlobContainerClient> containers = new(StringComparer.Ordinal);

    public async Task<Blob?> GetAsync(string container, string name, CancellationToken cancellationToken)
    {
        BlobRules.CheckNames(container, name);
        try
        {
            var found = await BlobOf(container, name).DownloadContentAsync(cancellationToken);
            return new Blob(found.Value.Content.ToArray(), found.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
        catch (Exception fault) when (fault.IsPassing(cancellationToken))
        {
            throw fault.Transient();
        }
    }

    public async Task<BlobWriteResult> PutAsync(
        string container, string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellationToken)
    {
        BlobRules.CheckNames(container, name);
        var options = new BlobUploadOptions { Conditions = ConditionsOf(condition) };
        for (var created = false; ; created = true)
        {
            try
            {
                var written = await BlobOf(container, name).UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
                return new BlobWriteResult.Written(written.Value.ETag.ToString());
            }
            catch (RequestFailedException fault) when (!created && fault.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await ContainerOf(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            }
            // If-None-Match on an existing blob is 409 by the service, If-Match on a missing one 412, or 404 by an emulator.
            catch (RequestFailedException fault) when (fault.Status is 409 or 412 or 404)
            {
                return condition is BlobCondition.IfAbsent ? new BlobWriteResult.AlreadyExists() : new BlobWriteResult.Conflict();
            }
            catch (Exception fault) when (fault.IsPassing(cancellationToken))
            {
                throw fault.Ambiguous();
            }
        }
    }

    public async Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken)
    {
        BlobRules.CheckNames(container, name);
        try
        {
            return await BlobOf(container, name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return false;
        }
        catch (Exception fault) when (fault.IsPassing(cancellationToken))
        {
            throw fault.Ambiguous();
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BlobRules.CheckContainer(container);
        ArgumentNullException.ThrowIfNull(prefix);
        await using var names = NamesAsync(container, prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(names, cancellationToken)) yield return names.Current;
    }

    private async IAsyncEnumerable<string> NamesAsync(string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Prefix = prefix };
        await foreach (var item in ContainerOf(container).GetBlobsAsync(options, cancellationToken)) yield return item.Name;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<string> names, CancellationToken cancellationToken)
    {
        try
        {
            return await names.MoveNextAsync();
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return false;
        }
        catch (Exception fault) when (fault.IsPassing(cancellationToken))
        {
            throw fault.Transient();
        }
    }

    private static BlobRequestConditions? ConditionsOf(BlobCondition condition) => condition switch
    {
        BlobCondition.IfAbsent => new BlobRequestConditions { IfNoneMatch = ETag.All },
        BlobCondition.IfMatch match => new BlobRequestConditions { IfMatch = new ETag(match.ETag) },
        _ => null,
    };

    private BlobContainerClient ContainerOf(string container) => containers.GetOrAdd(container, static (name, service) => service.GetBlobContainerClient(name), service);

    private BlobClient BlobOf(string container, string name) => ContainerOf(container).GetBlobClient(name);
}
