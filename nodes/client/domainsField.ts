import type { INodeProperties } from 'n8n-workflow';

/**
 * n8n before 2.36 adds this field to every credential that does not have it by itself, for an HTTP
 * Request node that may not use ours; a list entered there would stop the requests of the credential
 * itself. Hidden, it cannot be filled in.
 */
export function domainsField(): INodeProperties {
	return {
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'hidden',
		default: 'all',
	};
}
