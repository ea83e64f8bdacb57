/* SPDX-License-Identifier: MIT */
/* Annotation words of Windows signatures; all of them empty here. */
#ifndef IPH_SAL_H
#define IPH_SAL_H

#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _In_reads_bytes_(n)
#define _In_reads_bytes_opt_(n)
#define _Inout_
#define _Inout_opt_
#define _Inout_updates_(n)
#define _Inout_updates_bytes_(n)
#define _Out_
#define _Out_opt_
#define _Out_writes_(n)
#define _Out_writes_opt_(n)
#define _Out_writes_z_(n)
#define _Out_writes_bytes_(n)
#define _Out_writes_bytes_opt_(n)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Ret_maybenull_
#define _Must_inspect_result_
#define _Check_return_
#define _Success_(expr)
#define _When_(expr, annotations)
#define _Post_ptr_invalid_
#define _Frees_ptr_
#define _Frees_ptr_opt_
#define _Field_size_(n)
#define _Reserved_
#define _IRQL_requires_(irql)
#define _IRQL_requires_max_(irql)

#define __in_opt
#define __in_ecount(n)
#define __in_bcount(n)
#define __inout
#define __inout_opt
#define __out_opt
#define __out_ecount(n)
#define __out_bcount(n)
#define __deref_out
#define __deref_opt_out
#define __reserved
/* C++ cannot have these two: libstdc++ names parameters so (12.2: bits/stl_algo.h). */
#ifndef __cplusplus
#define __in
#define __out
#endif

#endif
