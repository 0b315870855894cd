import type { ICredentialDataDecryptedObject, INodeCredentialsDetails } from 'n8n-workflow';

export interface CredentialInput {
	type: string;
	data: ICredentialDataDecryptedObject;
	name?: string;
}

export interface StoredCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	/** A copy of what is stored; changing it changes nothing. */
	read(): ICredentialDataDecryptedObject;
	write(data: ICredentialDataDecryptedObject): void;
}

export interface CredentialStore {
	/** @throws when the id is unknown */
	byId(id: string): StoredCredential;
	/**
	 * The credential a node refers to: by its id, else (a template carries no valid id) the only one
	 * of its type.
	 *
	 * @throws when there is none, or more than one to choose from
	 */
	forNode(reference: INodeCredentialsDetails | undefined, type: string): StoredCredential;
}

/**
 * Plays n8n's credential table: rows are JSON text, so nothing is shared with whoever read or wrote
 * them.
 */
export const createCredentialStore = (inputs: Record<string, CredentialInput>): CredentialStore => {
	const stored = Object.entries(inputs).map(([id, { type, name, data }]): StoredCredential => {
		let row = JSON.stringify(data);
		return {
			id,
			type,
			name: name ?? id,
			read: () => JSON.parse(row) as ICredentialDataDecryptedObject,
			write: (newData) => {
				row = JSON.stringify(newData);
			},
		};
	});
	return {
		byId: (id) => {
			const found = stored.find((credential) => credential.id === id);
			if (found === undefined) throw new Error(`No credential with id ${id}.`);
			return found;
		},
		forNode: (reference, type) => {
			const ofType = stored.filter((credential) => credential.type === type);
			const named = ofType.find((credential) => credential.id === reference?.id);
			const only = ofType.length === 1 ? ofType[0] : undefined;
			const found = named ?? only;
			if (found === undefined) {
				throw new Error(`Credential with ID "${reference?.id}" does not exist for type "${type}".`);
			}
			return found;
		},
	};
};
