//! `implicit(B, C if predicate)`: what a parameter of the class accepts besides instances.

use crate::attr::{Entry, Value};
use crate::error::{Error, Result};
use crate::krate::Krate;
use crate::parse::{Cursor, first_span, is_word};
use crate::template::{places, template, template_at};
use crate::tokens::{Span, TokenStream, TokenTree};
use crate::type_hints::nameable;

/// One source.
pub(crate) struct Source {
    ty: TokenStream,
    predicate: Option<TokenStream>,
    pub(crate) span: Span,
}

/// The sources in `implicit(…)`.
pub(crate) fn sources(entry: &Entry) -> Result<Vec<Source>> {
    let Value::List(group) = &entry.value else {
        return Err(Error::new(entry.span, "expected types: `implicit(f64, (f64, f64))`"));
    };
    let sources = Cursor::inside(group).comma_separated(|cursor| {
        let span = cursor.span();
        let (mut ty, mut predicate) = (TokenStream::new(), None::<TokenStream>);
        for tree in cursor.type_until(&[',']).trees() {
            match (&tree, &mut predicate) {
                (TokenTree::Ident(word), None) if is_word(word, "if") => {
                    predicate = Some(TokenStream::new());
                }
                (_, Some(predicate)) => predicate.push(tree),
                (_, None) => ty.push(tree),
            }
        }
        if ty.is_empty() {
            return Err(Error::new(span, "expected a type"));
        }
        if predicate.as_ref().is_some_and(TokenStream::is_empty) {
            return Err(Error::new(span, "expected a function after `if`"));
        }
        Ok(Source { ty, predicate, span })
    })?;
    match sources.is_empty() {
        true => Err(Error::new(entry.span, "expected types: `implicit(f64, (f64, f64))`")),
        false => Ok(sources),
    }
}

/// The constant `PARAMETER_HINT` of `PyTypeInfo`: an instance, or one of the sources.
pub(crate) fn hint(sources: &[Source], class: &TokenStream, krate: &Krate) -> TokenStream {
    let mut hints = TokenStream::new();
    for source in sources {
        let Some(ty) = nameable(&source.ty, class) else { continue };
        hints.extend(template(
            "&$krate::rt::Input::<$ty>::PART.or(&$krate::rt::Input::<$ty>::INSTANCE),",
            places![krate = *krate.path(), ty = ty],
        ));
    }
    template(
        "const PARAMETER_HINT: $krate::inspect::TypeHint = {
            #[allow(unused_imports)]
            use $krate::rt::{NoPart as _, NoRef as _};
            $krate::inspect::TypeHint::union(&[&Self::TYPE_HINT, $hints])
        };",
        places![krate = *krate.path(), hints = hints],
    )
}

/// The functions `implicit` and `implicit_converting` of `PyClassImpl`.
pub(crate) fn functions(sources: &[Source], krate: &Krate) -> TokenStream {
    let mut attempts = TokenStream::new();
    for source in sources {
        let ty = &source.ty;
        let span = first_span(ty).unwrap_or(source.span);
        let read = template_at(
            span,
            "$krate::rt::implicit_source::<$ty, Self, _>",
            places![krate = *krate.path(), ty = *ty],
        );
        let condition = match &source.predicate {
            Some(predicate) => template_at(
                first_span(predicate).unwrap_or(source.span),
                "if ($predicate)(__object)",
                places![predicate = *predicate],
            ),
            None => TokenStream::new(),
        };
        attempts.extend(template(
            "$condition {
                let mut __holder = $krate::rt::no_holder();
                let __made = $read(__object, &mut __holder, __pass);
                if __made.is_some() { return __made; }
            }",
            places![condition = condition, krate = *krate.path(), read = read],
        ));
    }
    template(
        "#[inline]
        fn implicit(
            __object: &$krate::Bound<'_, $krate::PyAny>
        ) -> ::core::option::Option<$krate::PyResult<Self::Temporary>> {
            let __pass = $krate::rt::Pass::Strict;
            $attempts
            Self::implicit_converting(__object)
        }
        #[cold]
        #[inline(never)]
        fn implicit_converting(
            __object: &$krate::Bound<'_, $krate::PyAny>
        ) -> ::core::option::Option<$krate::PyResult<Self::Temporary>> {
            let __pass = $krate::rt::Pass::Converting;
            $attempts
            ::core::option::Option::None
        }",
        places![krate = *krate.path(), attempts = attempts],
    )
}
