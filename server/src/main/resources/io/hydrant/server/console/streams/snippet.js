// A stream as a resource of a CloudFormation template.

// What a description has and a template's configuration has not.
const SHOWN_ONLY = ["S3BackupDescription"];

export function snippet(description) {
    const destination = description.Destinations?.[0] ?? {};
    const s3 = destination.ExtendedS3DestinationDescription ?? {};
    const configuration = Object.fromEntries(Object.entries(s3).filter(([name]) => !SHOWN_ONLY.includes(name)));
    if (s3.S3BackupDescription) {
        configuration.S3BackupConfiguration = s3.S3BackupDescription;
    }
    const resource = {
        Resources: {
            [logicalId(description.DeliveryStreamName)]: {
                Type: "AWS::KinesisFirehose::DeliveryStream",
                Properties: {
                    DeliveryStreamName: description.DeliveryStreamName,
                    DeliveryStreamType: description.DeliveryStreamType,
                    ExtendedS3DestinationConfiguration: configuration,
                },
            },
        },
    };
    return yaml(resource, "");
}

function logicalId(name) {
    const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
    return words.map(word => word[0].toUpperCase() + word.slice(1)).join("") + "Stream";
}

// Every text is quoted but what cannot be taken for anything else.
function yaml(value, indent) {
    return Object.entries(value)
        .filter(([, member]) => member !== undefined && member !== null)
        .map(([name, member]) => indent + name + ":" + yamlMember(member, indent))
        .join("\n");
}

function yamlMember(member, indent) {
    const deeper = indent + "  ";
    if (Array.isArray(member)) {
        return member.length === 0 ? " []"
            : "\n" + member.map(item => deeper + "- " + yamlItem(item, deeper + "  ")).join("\n");
    }
    if (typeof member === "object") {
        return Object.keys(member).length === 0 ? " {}" : "\n" + yaml(member, deeper);
    }
    return " " + yamlText(member);
}

function yamlItem(item, indent) {
    return typeof item === "object" && item !== null ? yaml(item, indent).slice(indent.length) : yamlText(item);
}

function yamlText(value) {
    const isPlain = typeof value !== "string"
        || /^[A-Za-z][A-Za-z0-9_./-]*$/.test(value) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value);
    return isPlain ? String(value) : JSON.stringify(value);
}
