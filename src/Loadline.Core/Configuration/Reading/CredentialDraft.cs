namespace Loadline.Core.Configuration.Reading;

/// <summary>Where a credential is, as read.</summary>
internal sealed class CredentialDraft : Draft
{
    public static SectionShape<CredentialDraft> Shape { get; } = new(
        "a credential",
        "`${NAME_OF_A_VARIABLE}` or `{ file: /run/secrets/key }`",
        () => new CredentialDraft(),
        [
            new Key<CredentialDraft, string>(
                "file",
                new PathShape("a path", "`/run/secrets/key`"),
                "The file whose one line is the credential, absolute or from the config's folder; read again when it changes.",
                (draft, path, place) => draft.Path = new(path, place)) { Required = "file: /run/secrets/key" },
        ]);

    public Located<string>? Path { get; set; }
}
