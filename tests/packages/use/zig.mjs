// SPDX-License-Identifier: MIT OR Apache-2.0
// Zig: formats Zig.

import init, { format } from '@wasm-fmt/zig_fmt';

await init();

const pieces = {
	main: 'const std=@import("std");pub fn main()!void{const x:u32=5;std.debug.print("{d}\\n",.{x});}',
	struct: 'const S=struct{a:u8=1,b:?*const S=null,pub fn f(self:*S,n:usize)error{A,B}!void{_=self;_=n;}};',
	loops: 'fn f(a:[]const u8)usize{var n:usize=0;for(a,0..)|c,i|{if(c==0)break;n+=i;}while(n>3):(n-=1){}return n;}',
	switch: 'fn g(x:U)i32{return switch(x){.a=>|v|v,.b,.c=>-1,else=>unreachable};}',
	comptime: 'fn max(comptime T:type,a:T,b:T)T{return if(a>b)a else b;}comptime{@compileLog(max(u8,1,2));}',
	errors: 'fn h()!u8{const v=k()catch|e|switch(e){error.A=>return 1,else=>return e};errdefer v.deinit();defer x();return try v.get();}',
	strings: 'const s=\n\\\\line one\n\\\\line two\n;const c=\'\\u{1f600}\';const r="\\x00\\"größe";',
	tests: 'test "name"{try expect(1==1);}test{_=.{.a=1,.b=.{2,3}};}',
	comments: '//! top\n/// doc\nconst a=1;//end\n\n\n\n// alone\nconst b=2;',
	async: 'extern"c"fn puts([*:0]const u8)c_int;export var z:u64 align(8)linksection(".data")=0xdead_beef;',
	enum: 'const E=enum(u3){a,b=5,_,};const V=union(enum){x:f32,y:void};const O=opaque{};',
};

const mistakes = ['const', 'fn (', 'pub fn f() { return', 'const a = "open', 'if (x) else', '}', '@', '\t\u0000'];

export async function use(log) {
	for (const [name, text] of Object.entries(pieces)) {
		const once = format(text);
		log(name, once);
		log(`${name} again`, format(once) === once);
	}
	for (const text of mistakes)
		await log.error(`mistake: ${text}`, () => format(text));
	for (const count of [10, 300, 4000])
		log(`${count} times`, format(Object.values(pieces).slice(1, 7).map((text, i) => text.replace(/\b([SVE]|main|[fgh])\b/g, `$1${i}`)).join('\n').repeat(count)));
}

export function kill(exports) {
	exports.format(-64, 64);
}
