/** A message ready to be signed and sent: the body without `timestamp` and `sign`. */
export interface Draft {
	body: MessageBody;
	/** Whether a text was cut to stay under the size limit. */
	shortened: boolean;
}

export type MessageBody =
	| { msg_type: 'text'; content: { text: string } }
	| { msg_type: 'post'; content: { post: { zh_cn: Post } } }
	| { msg_type: 'interactive'; card: Record<string, unknown> };

export interface Post {
	title?: string;
	content: PostElement[][];
}

export type PostElement = { tag: string } & Record<string, unknown>;
