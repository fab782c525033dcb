import { kms } from "../aws.js";

// What the page of keys asks of KMS.

const PAGE = 20;

// A page of keys: { items, next }. What one may not describe is there with its id alone.
export async function keys(marker, signal) {
    const found = await kms("ListKeys", { Limit: PAGE, ...(marker ? { Marker: marker } : {}) }, { signal });
    const items = await Promise.all(found.Keys.map(one => keyOf(one, signal)));
    return { items, next: found.Truncated ? found.NextMarker : undefined };
}

async function keyOf({ KeyId: id, KeyArn: arn }, signal) {
    const [about, aliases] = await Promise.all([
        ifAllowed(kms("DescribeKey", { KeyId: id }, { signal })),
        ifAllowed(kms("ListAliases", { KeyId: id }, { signal })),
    ]);
    return {
        id,
        arn,
        aliases: aliases?.Aliases.map(alias => alias.AliasName) ?? [],
        state: about?.KeyMetadata.KeyState,
        description: about?.KeyMetadata.Description,
        deletion: about?.KeyMetadata.DeletionDate,
    };
}

async function ifAllowed(answer) {
    try {
        return await answer;
    } catch (error) {
        if (error.denied) {
            return undefined;
        }
        throw error;
    }
}
