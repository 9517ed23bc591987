// What is pasted into a rich text field brings its page's styles along. The server throws them away;
// here they go before the browser meets them, because the content security policy forbids them.
'use strict';
{
    const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
    const STYLE = /\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi;
    const withoutStyles = html => html.replace(TAG, tag => tag.replace(STYLE, ''));

    document.addEventListener('prose-editor:ready', event => {
        const {editor} = event.detail;
        editor.setOptions({
            editorProps: {...editor.options.editorProps, transformPastedHTML: withoutStyles},
        });
    });
}
