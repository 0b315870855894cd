import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { planFields, profileFields, tokenFields } from '../nodes/AlibabaCom/credentialFields';
import { prepareCredential, stopOrPass } from '../nodes/AlibabaCom/credentialHooks';
import { GATEWAYS } from '../nodes/AlibabaCom/profile';
import { declaredTest } from '../nodes/client/credentialTest';
import { domainsField } from '../nodes/client/domainsField';
import { systemClock } from '../nodes/time/clock';

/** An app of Alibaba.com, of any of its three interfaces. */
export class AlibabaComApi implements ICredentialType {
	name = 'alibabaComApi';

	displayName = 'Alibaba.com API';

	icon: Icon = {
		light: 'file:../nodes/AlibabaCom/alibabaCom.svg',
		dark: 'file:../nodes/AlibabaCom/alibabaCom.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-aliexpress/n8n-nodes-aliexpress#alibabacom';

	// Otherwise the HTTP Request node could send the token to any host.
	restrictToSupportedNodes = true as const;

	// Meant for the HTTP Request node, which may not use this credential anyway.
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		...profileFields(),
		{
			displayName: 'App Key',
			name: 'appKey',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 512345',
			description: 'From the app console of Alibaba.com',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the app console of Alibaba.com',
		},
		...tokenFields(),
		...planFields(),
		domainsField(),
	];

	test: ICredentialTestRequest = declaredTest(GATEWAYS.openPlatform);

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await prepareCredential(this.helpers, credentials, systemClock);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => stopOrPass(credentials, requestOptions);
}
