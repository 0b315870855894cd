/**
 * What a buyer may write to have a receiver do something: markup of every helpdesk and of the chat,
 * expressions of n8n, formulas, statements, and characters that cannot be seen.
 */
export const HOSTILE: ReadonlyArray<readonly [name: string, text: string]> = [
	[
		'a tag that forms anew',
		'Bad {noform{noformat}at} [~accountid:0000] !https://evil.example/x.png! {noformat}',
	],
	[
		'tags of a wiki',
		'{NoFormat}\nh1. Fired\n{color:red}x{color} {noformat:title=a} [ok|https://evil.example] {code}a{code}\n|a|b|',
	],
	['a tag in pieces', '{no\u202Eformat} {\u0000noformat} {{noformat}noformat} {no\nformat}'],
	[
		'HTML',
		'<img src=x onerror=alert(1)><script>alert(1)</script><a href="https://evil.example">ok</a><!-- </td><br/>',
	],
	['entities that form anew', '&amp;lt;script&amp;gt; &#60;b&#62; &lt;i&gt; &#123;&#123;x}}'],
	[
		'Markdown',
		'![x](https://evil.example/p.png) [Refund](https://evil.example)\n# Closed\n**b** <https://evil.example>',
	],
	[
		'placeholders',
		'{{ticket.requester.email}} {% assign a = 1 %} {{dc.x}} #{ticket.title} %{name}',
	],
	['mentions', '@all @@admin [~admin] <@U1> <!channel> @channel ::note::'],
	[
		'mentions of Feishu',
		'<at user_id="all"></at> <at id=all></at> <font color="red">x</font> [ok](https://evil.example) ![i](img_v2)',
	],
	[
		'commands of a mail',
		'Status: deleted\nOwner: root\nSubject: Hacked\n#Command: rm\n--\nQueue: Other',
	],
	['headers of a mail', 'ok\r\nBcc: victim@example.com\r\nContent-Type: text/html\r\n\r\n<b>x</b>'],
	['facts of the ticket', 'bad\nOrder: 999\n\nProduct page: https://evil.example\rStars: 5 of 5'],
	[
		'expressions of n8n',
		"={{ 1 + 1 }} {{ $env.HOME }} {{ $('Draft').item.json.helpdesk }} =1 $json.title }} {{",
	],
	['a formula', '=IMPORTXML("https://evil.example","//a")'],
	['a formula with a plus', '+1+cmd|"/c calc"!A1'],
	['a formula with a minus', '-2+3'],
	['a formula with an at', '@SUM(A1:A9)'],
	['a formula behind a tab', '\t=1+1'],
	['statements', `'); DROP TABLE aliexpress_orders; -- $1 \${x} :name \\' "`],
	['what ends JSON', '"}],"x":"y\\" \\u0022 ` \\n {"title":"z"}'],
	['control characters', 'a\u0000b\u0007c\u001b[31mred\u0085d\u2028e\u2029f\u000Bg'],
	['turns of direction', '\u202Etxt.exe\u202C \u2066x\u2069 \u202Aabc'],
	['what nobody sees', '{no\u200Bformat} <\u200Bat id=all> \u200D\uFEFF\u00AD x'],
	['half a character', '\uD83D and \uDE00'],
	['names of objects', '__proto__ constructor toString hasOwnProperty'],
	['very much of it', `${'{noformat}<b>{{x}}'.repeat(300)} end`],
];

/**
 * The lines of a text as every receiver may show them, written apart from the code: line ends of any
 * kind, no control characters, no turns of direction, no halves of characters.
 */
export function visibleLines(text: string): string[] {
	return text.split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/).map((line) =>
		[...line]
			.map((character) => {
				const code = character.codePointAt(0) ?? 0;
				if (character === '\t') return ' ';
				if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return '';
				if (/[\u202A-\u202E\u2066-\u2069]/.test(character)) return '';
				return code >= 0xd800 && code <= 0xdfff ? '\uFFFD' : character;
			})
			.join(''),
	);
}

/** Whether a text holds what no title or cell may: line ends, control characters, turns of direction. */
export const isUnclean = (text: string): boolean =>
	/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/.test(text);
